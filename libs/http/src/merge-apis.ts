import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const schemasOf = ({ components }: OpenAPIObject): Schemas => components?.schemas ?? {};

const reference = (name: string): string => `"#/components/schemas/${name}"`;

/** What several services call by one name and mean differently. */
function ambiguousNames(documents: readonly OpenAPIObject[]): ReadonlySet<string> {
  const meant = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const [name, schema] of documents.flatMap((document) => Object.entries(schemasOf(document)))) {
    const text = JSON.stringify(schema);
    if ((meant.get(name) ?? text) !== text) ambiguous.add(name);
    meant.set(name, text);
  }
  return ambiguous;
}

/** `GroupView` becomes `VolunteerGroupView`, where it stands and wherever it is referred to. */
function renamed(document: OpenAPIObject, owner: string, names: ReadonlySet<string>): OpenAPIObject {
  const prefix = owner.charAt(0).toUpperCase() + owner.slice(1);
  let text = JSON.stringify(document);
  for (const name of names) text = text.replaceAll(reference(name), reference(prefix + name));
  const copy = JSON.parse(text) as OpenAPIObject;
  const entries = Object.entries(schemasOf(copy)).map(([name, one]) => [names.has(name) ? prefix + name : name, one]);
  return { ...copy, components: { ...copy.components, schemas: Object.fromEntries(entries) as Schemas } };
}

/** A service and the description of its API. */
export interface DescribedService {
  readonly name: string;
  readonly openApi: OpenAPIObject;
}

/** One document for several services behind one address. */
export function mergeApis(title: string, services: readonly DescribedService[]): OpenAPIObject {
  const ambiguous = ambiguousNames(services.map(({ openApi }) => openApi));
  const documents = services.map(({ name, openApi }) => renamed(openApi, name, ambiguous));
  const [first] = documents;
  if (!first) throw new TypeError('There is no document to merge.');
  return {
    ...first,
    info: { ...first.info, title },
    tags: documents.flatMap((document) => document.tags ?? []),
    paths: Object.assign({}, ...documents.map((document) => document.paths)) as OpenAPIObject['paths'],
    components: { ...first.components, schemas: Object.assign({}, ...documents.map(schemasOf)) as Schemas },
  };
}
