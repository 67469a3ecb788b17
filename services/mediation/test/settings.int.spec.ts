import { expectBody, TestService } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import { mediationService } from '../src/index.js';
import { aMediator, anAccepted } from './examples.js';

describe('the settings of whoever runs the service', () => {
  it('say what counts when mediators are proposed', async () => {
    const weights = { hometown: 0, speech: 0, 'every-side': 0, field: 0, load: 7, outcomes: 0 };
    const api = await TestService.start(mediationService, { MEDIATION_MATCHING: JSON.stringify({ weights }) });
    try {
      const { id } = await anAccepted(api);
      await aMediator(api);
      const { proposals } = expectBody(await api.post(`/v1/cases/${id}/mediator-proposals`, {}));
      expect(proposals[0]).toMatchObject({ points: 7 });
    } finally {
      await api.stop();
    }
  });

  it.each([
    ['MEDIATION_MATCHING', '{"weights":{"load":-1}}'],
    ['MEDIATION_WARNINGS', '{"learn":true}'],
  ])('stop it from starting where %s is %s', async (name, value) => {
    await expect(TestService.start(mediationService, { [name]: value })).rejects.toThrow(`${name} is not acceptable`);
  });
});
