import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeApis } from './merge-apis.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const described = (path: string, field: string): OpenAPIObject => ({
  openapi: '3.1.0',
  info: { title: path, version: '1' },
  paths: {
    [path]: { get: { responses: { '200': { description: '', content: { json: { schema: ref('GroupView') } } } } } },
  },
  components: {
    schemas: {
      GroupView: { type: 'object', properties: { [field]: { type: 'string' }, problem: ref('Problem') } },
      Problem: { type: 'object' },
    },
  },
});

describe('the document of several services', () => {
  const merged = mergeApis('All', [
    { name: 'volunteer', openApi: described('/v1/groups', 'members') },
    { name: 'deliberation', openApi: described('/v1/opinions', 'size') },
  ]);

  it('keeps apart what two services call by one name, and states once what they share', () => {
    expect(Object.keys(merged.components?.schemas ?? {}).sort()).toEqual([
      'DeliberationGroupView',
      'Problem',
      'VolunteerGroupView',
    ]);
  });

  it('refers from each path to what its own service means', () => {
    expect(JSON.stringify(merged.paths['/v1/groups'])).toContain('"#/components/schemas/VolunteerGroupView"');
    expect(JSON.stringify(merged.paths['/v1/opinions'])).toContain('"#/components/schemas/DeliberationGroupView"');
  });

  it('needs one', () => {
    expect(() => mergeApis('None', [])).toThrow(TypeError);
  });
});
