import { execFileSync } from 'node:child_process';
import { createFileRegistry, fromBinary, type DescEnum, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { eventTypes, type EventType } from '@huying/contracts';
import { getComments } from '@bufbuild/protoplugin';

type Described = DescMessage | DescField | DescEnum | DescEnum['values'][number];

/**
 * The comments of the proto files, which the generated types do not carry: read from a build of proto/ with its source
 * information.
 */
export class ProtoComments {
  private readonly registry;

  constructor(root: string) {
    const image = execFileSync('npx', ['buf', 'build', '-o', '-#format=binpb'], {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  }

  /** What the proto file says of a message, in one line. */
  ofMessage(typeName: string): string {
    const message = this.registry.getMessage(typeName);
    return message ? oneLine(message) : '';
  }

  /** What it says of a field. */
  ofField(typeName: string, fieldName: string): string {
    const field = this.registry.getMessage(typeName)?.fields.find(({ name }) => name === fieldName);
    return field ? oneLine(field) : '';
  }
}

function oneLine(described: Described): string {
  return (getComments(described).leading ?? '').trim().replace(/\s*\n\s*/g, ' ');
}

/** Event types by topic, both in the order of their names. */
export function eventTypesOf(topic: string): EventType[] {
  return eventTypes.filter((type) => type.topic.name === topic);
}
