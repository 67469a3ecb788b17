import {
  fromJson,
  ScalarType,
  type DescField,
  type DescMessage,
  type JsonObject,
  type JsonValue,
} from '@bufbuild/protobuf';
import {
  districtEventTypes,
  eventTypes,
  Personal,
  personalKindOf,
  type EventType,
  roundedPlace,
} from '@huying/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forDistrict } from './redact.js';

/** Values of which each is unlike any other, and those among them that nobody outside may see. */
class Marks {
  readonly personal: string[] = [];
  private next: number;

  constructor(seed: number) {
    this.next = 100_000_000 + seed * 1_000;
  }

  /** ProtoJSON with a value in every field, in every list and every message in it. */
  fill(schema: DescMessage, inPersonal = false): JsonObject {
    return Object.fromEntries(
      schema.fields
        // Of a oneof only one can be set; the first is, and each is in an event of its own version anyway.
        .filter((field) => field.oneof === undefined || field.oneof.fields[0] === field || field.proto.proto3Optional)
        .map((field) => [
          field.jsonName,
          this.valueOf(field, inPersonal || personalKindOf(field) !== Personal.UNSPECIFIED),
        ]),
    );
  }

  private valueOf(field: DescField, isPersonal: boolean): JsonValue {
    if (field.fieldKind === 'map') return {};
    const one = this.oneOf(field, isPersonal);
    return field.fieldKind === 'list' ? [one] : one;
  }

  private oneOf(field: DescField, isPersonal: boolean): JsonValue {
    if (field.message)
      return field.message.typeName === 'google.protobuf.Timestamp'
        ? '2026-05-04T01:02:03Z'
        : this.fill(field.message, isPersonal);
    if (field.enum) return field.enum.values[1]?.number ?? 0;
    const mark = (this.next += 1);
    switch (field.scalar) {
      case ScalarType.BOOL:
        return true;
      case ScalarType.DOUBLE:
      case ScalarType.FLOAT:
        // Twelve digits of which only those that name a block may be left.
        return this.note(`${mark % 90}.${mark}`, isPersonal, Number);
      case ScalarType.STRING:
        return this.note(`mark-${mark}`, isPersonal, String);
      default:
        return this.note(String(mark), isPersonal, Number);
    }
  }

  private note<Value extends JsonValue>(text: string, isPersonal: boolean, valueOf: (text: string) => Value): Value {
    if (isPersonal) this.personal.push(text);
    return valueOf(text);
  }
}

const pseudonymOf = (personId: string): string => `p-${personId.length}`;

describe('what a district sees of an event', () => {
  it.each(eventTypes.map((type) => [type.name, type] as const))(
    'of %s shows no personal mark',
    (_, type: EventType) => {
      fc.assert(
        fc.property(fc.nat(800_000), (seed) => {
          const marks = new Marks(seed);
          const event = fromJson(type.schema, marks.fill(type.schema));
          const shown = JSON.stringify(forDistrict(event, type, pseudonymOf));
          for (const mark of marks.personal) expect(shown).not.toContain(mark);
        }),
        { numRuns: 20 },
      );
    },
  );

  it.each(eventTypes.map((type) => [type.name, type] as const))('of %s is still read as one', (_, type: EventType) => {
    const event = fromJson(type.schema, new Marks(1).fill(type.schema));
    expect(() => fromJson(type.schema, forDistrict(event, type, pseudonymOf).data)).not.toThrow();
  });

  it('is all that is not personal', () => {
    const published = districtEventTypes.find(({ name }) => name === 'huying.request.v1.NeedPublished');
    if (!published) throw new Error('Publications of needs are for districts.');
    const event = fromJson(published.schema, {
      needId: 'n-1',
      communityId: 'xishan',
      places: 3,
      catalogueItemCode: 'M-01',
    });
    expect(forDistrict(event, published, pseudonymOf)).toEqual({
      subject: 'n-1',
      data: { needId: 'n-1', communityId: 'xishan', places: 3, catalogueItemCode: 'M-01' },
    });
  });
});

describe('a place', () => {
  it.each([
    ['3幢2单元501室', '3幢'],
    ['西山社区 12 号楼 1 单元', '西山社区 12 号楼'],
    ['锦绣苑8栋', '锦绣苑8栋'],
  ])('%s is rounded to %s', (text, block) => expect(roundedPlace(text)).toBe(block));

  it.each(['王奶奶家', '人民路 8 号 203 室', '501室3幢', ''])('%j, which names no block, is left out', (text) =>
    expect(roundedPlace(text)).toBeUndefined(),
  );

  it('in degrees is where it was, to some hundred metres', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 180, noNaN: true }), (degrees) => {
        expect(Math.abs(Number(roundedPlace(degrees)) - degrees)).toBeLessThanOrEqual(0.0005);
      }),
    );
    expect(roundedPlace(120.682_912_3)).toBe(120.683);
  });
});
