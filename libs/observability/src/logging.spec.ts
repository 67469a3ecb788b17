/**
 * A process has one logger.
 * @jest-environment node
 */
import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger as PinoLogger } from 'nestjs-pino';
import { loggerModule } from './logging.js';

const lines: string[] = [];
const told = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

@Module({ imports: [loggerModule('request', 'info', { write: (line: string) => void lines.push(line) })] })
class LoggingModule {}

describe('the logs', () => {
  let app: INestApplicationContext;
  const logger = new Logger('needs');

  beforeAll(async () => {
    app = await NestFactory.createApplicationContext(LoggingModule, { logger: false });
    app.useLogger(app.get(PinoLogger));
  });
  beforeEach(() => void lines.splice(0));
  afterAll(() => app.close());

  it('are JSON, with the name of the only service of the process', () => {
    logger.log({ needId: 'n-1' }, 'A need was read.');
    const line = { service: 'request', needId: 'n-1', msg: 'A need was read.', context: 'needs', level: 30 };
    expect(told()).toMatchObject([line]);
  });

  it('do not tell personal data, however deep it stands', () => {
    const person = {
      name: '王大爷',
      phone: '13800138000',
      address: '3幢',
      idNumber: '330481195001010011',
      birthDate: '1950-01-01',
    };
    logger.log(person, 'x');
    logger.log({ caller: person }, 'x');
    logger.log({ call: { caller: person, text: '漏水', privateDetails: '501室' } }, 'x');
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toMatch(/王大爷|13800138000|3幢|330481|1950-01-01|漏水|501室/);
    expect(lines.join()).toContain('[removed]');
  });

  it('tell of errors without what they quote', () => {
    const err = Object.assign(new Error('Key (phone)=(13800138000)'), {
      severity: 'ERROR',
      code: '23505',
      table: 'calls',
    });
    logger.error({ err }, 'It failed.');
    expect(told()).toMatchObject([{ err: { type: 'Error', code: '23505', table: 'calls' }, msg: 'It failed.' }]);
    expect(lines.join()).not.toContain('13800138000');
  });

  it('keep to their level', () => {
    logger.debug('quiet');
    logger.warn('loud');
    expect(told().map(({ msg }) => msg)).toEqual(['loud']);
  });

  it('name no service outside of its requests once there are several in the process', () => {
    loggerModule('volunteer', 'info');
    logger.log('x');
    expect(told()[0]).not.toHaveProperty('service');
  });
});
