import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue, requestService } from '../../src/index.js';
import { aKey, ask, refused, V2, xml } from './asking.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
  await aKey(api);
});
afterAll(() => api.stop());

describe('service discovery', () => {
  it('says where the endpoint of GeoReport v2 is, and its formats', async () => {
    const { discovery } = xml(await ask(api, '/open311/discovery.xml')) as never as {
      discovery: { endpoints: { endpoint: { url: string; specification: string; formats: { format: string[] } }[] } };
    };
    const [endpoint] = discovery.endpoints.endpoint;
    expect(endpoint).toMatchObject({ specification: 'http://wiki.open311.org/GeoReport_v2', url: `${api.url}${V2}` });
    expect(endpoint?.formats.format).toEqual(['text/xml', 'application/json']);
    expect(await ask(api, '/open311/discovery.json')).toMatchObject({
      status: 200,
      body: { endpoints: [{ url: `${api.url}${V2}`, type: 'production', formats: ['text/xml', 'application/json'] }] },
    });
  });
});

describe('GET Services', () => {
  it('lists the whole catalogue, and the general service, each with the fields of the specification', async () => {
    const answer = await ask(api, `${V2}/services.xml?jurisdiction_id=xishan`, { 'accept-language': 'zh-CN' });
    const services = xml(answer).services?.service ?? [];
    expect(services.map((service) => service.service_code)).toEqual([
      ...catalogue.items.map(({ code }) => code),
      'general',
    ]);
    expect(services[0]).toEqual({
      service_code: 'LC-001',
      service_name: '家电维修',
      description: '通常在 24 小时内回应',
      metadata: 'true',
      type: 'realtime',
      keywords: catalogue.items[0]?.keywords.join(','),
      group: '爱心民生',
    });
    expect(new Set(services.map(({ group }) => group)).size).toBe(6);
  });

  it('is a list in JSON, and in English for who asks for it', async () => {
    const { body } = await ask(api, `${V2}/services.json`, { 'accept-language': 'en' });
    expect(body).toHaveLength(113);
    expect(body[0]).toMatchObject({
      service_name: 'Household appliance repair',
      metadata: true,
      group: 'Livelihood care',
    });
  });

  it('takes the format in the query, or XML', async () => {
    expect((await ask(api, `${V2}/services?format=json`)).body).toHaveLength(113);
    expect(xml(await ask(api, `${V2}/services`)).services?.service).toHaveLength(113);
    refused(await ask(api, `${V2}/services.html`), 400);
  });

  it('knows a jurisdiction by its clients, and wants it named where there are several', async () => {
    expect(refused(await ask(api, `${V2}/services.xml?jurisdiction_id=nowhere`), 404)).toEqual([
      'There is no such jurisdiction_id.',
    ]);
    await aKey(api, 'dongshan');
    refused(await ask(api, `${V2}/services.xml`), 400);
    expect((await ask(api, `${V2}/services.json?jurisdiction_id=dongshan`)).body).toHaveLength(113);
  });
});

describe('GET Service Definition', () => {
  it('tells the attributes of a service with metadata', async () => {
    const answer = await ask(api, `${V2}/services/LC-001.json?jurisdiction_id=xishan`);
    expect(answer).toMatchObject({ status: 200, body: { service_code: 'LC-001' } });
    expect(answer.body.attributes).toMatchObject([
      { variable: true, code: 'visit_time', datatype: 'datetime', required: false, order: 1, values: [] },
      {
        code: 'contact_by',
        datatype: 'singlevaluelist',
        order: 2,
        values: [{ key: 'phone', name: 'By telephone' }, {}, {}],
      },
    ]);
    const inXml = xml(await ask(api, `${V2}/services/LC-001.xml?jurisdiction_id=xishan`));
    expect(inXml).toMatchObject({
      service_definition: {
        attributes: { attribute: [{ code: 'visit_time' }, { values: { value: [{ key: 'phone' }, {}, {}] } }] },
      },
    });
  });

  it('has none for a service without metadata, and 404 for one that does not exist', async () => {
    const { body } = await ask(api, `${V2}/services.json?jurisdiction_id=xishan`);
    const without = (body as { metadata: boolean; service_code: string }[]).find(({ metadata }) => !metadata);
    const answer = await ask(api, `${V2}/services/${without?.service_code}.json?jurisdiction_id=xishan`);
    expect(answer).toMatchObject({ status: 200, body: { attributes: [] } });
    refused(await ask(api, `${V2}/services/XX-999.xml?jurisdiction_id=xishan`), 404);
  });
});
