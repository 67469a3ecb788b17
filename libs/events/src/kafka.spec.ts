import { describe, expect, it } from '@jest/globals';
import { kafkaSignIn } from './kafka.js';

const all = { KAFKA_USERNAME: 'huying-request', KAFKA_PASSWORD: 'pencil', KAFKA_CA_FILE: '/etc/huying/kafka/ca.crt' };

describe('who a process is to Kafka', () => {
  it('is nobody where none of the variables is set', () => {
    expect(kafkaSignIn({})).toBeUndefined();
    expect(kafkaSignIn({ KAFKA_USERNAME: '', KAFKA_PASSWORD: '', KAFKA_CA_FILE: '' })).toBeUndefined();
  });

  it('is told by all three of them', () => {
    expect(kafkaSignIn(all)).toEqual({
      username: 'huying-request',
      password: 'pencil',
      caFile: '/etc/huying/kafka/ca.crt',
    });
  });

  it.each(Object.keys(all))('is refused without %s, and the password is not told', (missing) => {
    const attempt = () => kafkaSignIn({ ...all, [missing]: '' });
    expect(attempt).toThrow('KAFKA_USERNAME, KAFKA_PASSWORD and KAFKA_CA_FILE go together');
    expect(attempt).not.toThrow('pencil');
  });
});
