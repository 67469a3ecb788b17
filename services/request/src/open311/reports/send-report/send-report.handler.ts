import { Injectable } from '@nestjs/common';
import { blindIndex, Database } from '@huying/database';
import { Clock } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { Call } from '../../../calls/call.entity.js';
import { CatalogueClassifier } from '../../../calls/classify-call/catalogue-classifier.js';
import { takeCall } from '../../../calls/receive-call/receive-call.handler.js';
import { Catalogue, type VersionedItem } from '../../../catalogue/catalogue.js';
import { asked } from '../../asked.js';
import { Clients, Jurisdiction } from '../../clients.js';
import type { Fields } from '../../form.js';
import { Open311Report, type Open311Client } from '../../open311.entities.js';
import { open311Problems } from '../../open311.problems.js';
import { ensureRepeat } from '../../repeat.js';
import { attributesOfItem, GENERAL, serviceName } from '../../services/services.js';
import type { ReportDetails } from '../report-details.js';
import type { SendReportForm } from './send-report.dto.js';

/** A report as it was sent. */
export interface SentReport {
  readonly form: SendReportForm;
  readonly attributes: Fields;
  readonly externalId: string | undefined;
  readonly fingerprint: string;
}

/** Characters. */
const LONGEST_ATTRIBUTE = 500;

/** @throws open311-location-missing, open311-description-missing, open311-attribute-invalid */
function ensureComplete({ form, attributes }: SentReport, item: VersionedItem | undefined): void {
  const somewhere = form.lat ?? form.address_string ?? form.address_id;
  if (somewhere === undefined) throw open311Problems.locationMissing();
  if (!item && !form.description) throw open311Problems.descriptionMissing();
  for (const [code, value] of Object.entries(attributes)) {
    if (value.length > LONGEST_ATTRIBUTE) throw open311Problems.attributeInvalid({ code });
  }
  for (const { code, datatype, values } of item ? attributesOfItem(item) : []) {
    const value = attributes[code];
    const fits = datatype === 'datetime' ? isMoment : (told: string) => values.some(({ key }) => key === told);
    if (value !== undefined && !fits(value)) throw open311Problems.attributeInvalid({ code });
  }
}

function isMoment(text: string): boolean {
  try {
    return Boolean(Temporal.Instant.from(text));
  } catch {
    return false;
  }
}

/** All attributes are kept, also those that the service does not ask for: nothing that somebody wrote is lost. */
function detailsFrom({ form, attributes }: SentReport): ReportDetails {
  const { lat, long, address_string, address_id, email, device_id, account_id, media_url } = form;
  const where = { lat, long, address_string, address_id };
  const told = { ...where, email, device_id, account_id, media_url, attributes };
  return JSON.parse(JSON.stringify(told)) as ReportDetails;
}

@Injectable()
export class SendReportHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly catalogue: Catalogue,
    private readonly classifier: CatalogueClassifier,
  ) {}

  /** Who sends it is looked at before what is sent. @throws open311-key-missing, open311-key-invalid */
  async sender(fields: object): Promise<Open311Client> {
    return this.clients.sender(await asked(Jurisdiction, fields));
  }

  /**
   * The id of the report; of a repeat that of the first.
   * @throws open311-service-unknown, open311-location-missing, open311-description-missing, open311-attribute-invalid,
   * open311-sent-before
   */
  async handle(client: Open311Client, sent: SentReport): Promise<string> {
    const { form } = sent;
    const item = await this.catalogue.find(client.communityId, form.service_code);
    if (!item && form.service_code !== GENERAL) throw open311Problems.serviceUnknown();
    ensureComplete(sent, item);
    const call = await this.callOf(client, sent, item);
    const details = JSON.stringify(detailsFrom(sent));
    return this.db.withTransaction(async (tx) => {
      const { externalId = null, fingerprint } = sent;
      if (externalId !== null) {
        // Two repeats at once come one after the other.
        await tx.oneAtATime(`${client.id} ${externalId}`);
        const before = await tx.manager.findOneBy(Open311Report, { clientId: client.id, externalId });
        if (before) {
          ensureRepeat(before, fingerprint);
          return before.id;
        }
      }
      await takeCall(tx, call);
      const { id, communityId, receivedAt } = call;
      const own = { id, communityId, receivedAt, clientId: client.id, externalId, fingerprint, details };
      await tx.save(tx.create(Open311Report, own));
      return id;
    });
  }

  /** By the rules of the hotline; a caller who names the service has classified it. */
  private async callOf(client: Open311Client, { form }: SentReport, item: VersionedItem | undefined): Promise<Call> {
    const { communityId } = client;
    const said = form.description ?? serviceName(item, 'zh-CN');
    const { ranked, accepted } = item
      ? { ranked: [{ code: item.code, confidence: 1 }], accepted: item.code }
      : await this.classifier.classify(communityId, said);
    const by = `open311:${client.id}`;
    return Object.assign(new Call(), {
      id: uuidv7(),
      communityId,
      channel: 'partner' as const,
      text: [said, form.address_string].filter(Boolean).join('\n'),
      callerName: [form.last_name, form.first_name].filter(Boolean).join(' ') || null,
      callerPhone: form.phone ?? null,
      callerPhoneIndex: form.phone ? blindIndex(form.phone) : null,
      callerId: null,
      candidates: ranked.map(({ code, confidence }) => ({ code, confidence })),
      acceptedCode: accepted,
      acceptedBy: accepted ? (item ? by : 'classifier') : null,
      needId: null,
      receivedBy: by,
      receivedAt: this.clock.now(),
    });
  }
}
