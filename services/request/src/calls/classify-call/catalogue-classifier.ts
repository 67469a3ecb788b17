import { Injectable } from '@nestjs/common';
import { Catalogue, type VersionedItem } from '../../catalogue/catalogue.js';
import { CallClassifier, type Classification } from './classifier.js';

/** The classifier of each community, made anew when the community has changed its catalogue. */
@Injectable()
export class CatalogueClassifier {
  private readonly built = new Map<string, { edition: string; classifier: CallClassifier }>();

  constructor(private readonly catalogue: Catalogue) {}

  /** What a text may be about in that community's catalogue; accepts nothing below the threshold. */
  async classify(communityId: string, text: string): Promise<Classification> {
    const items = await this.catalogue.all(communityId);
    return this.classifierFor(communityId, items).classify(text);
  }

  private classifierFor(communityId: string, items: readonly VersionedItem[]): CallClassifier {
    const edition = items.map(({ version }) => version).join('.');
    const known = this.built.get(communityId);
    if (known?.edition === edition) return known.classifier;
    const classifier = new CallClassifier(items);
    this.built.set(communityId, { edition, classifier });
    return classifier;
  }
}
