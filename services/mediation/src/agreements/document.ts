import { readFileSync } from 'node:fs';
import { Eta } from 'eta';
import Nzh from 'nzh';
import type { Temporal } from 'temporal-polyfill';
import type { MediationCase, Party, PartyKind } from '../cases/case.entity.js';
import { present } from '../cases/parties.js';
import type { DisputeKind } from '../kinds/kinds.js';
import type { Agreement, AgreementContent } from './agreement.entity.js';

/** Escapes whatever a template is given: what parties say is text, never markup. */
const eta = new Eta({ autoEscape: true });
const template = eta.compile(readFileSync(new URL('../../templates/agreement.eta', import.meta.url), 'utf8'));

const kindNames: Readonly<Record<DisputeKind, string>> = {
  neighbours: '邻里纠纷',
  family: '婚姻家庭纠纷',
  wages: '劳动报酬纠纷',
  'property-management': '物业纠纷',
  tenancy: '房屋租赁纠纷',
  consumer: '消费纠纷',
  accident: '损害赔偿纠纷',
  other: '其他民间纠纷',
};

/** What art. 29 (1) wants to be known of a party and the service does not keep, or not show to the other side: filled in by hand. */
const particulars: Readonly<Record<PartyKind, string>> = {
  person: '性别、出生日期、住址、联系方式',
  organization: '住所、法定代表人或者负责人及职务、联系方式',
};

/** 一, 二, 三: the numbers of sides. */
const ordinal = (number: number): string => Nzh.cn.encodeS(number);

/** ¥12,000.50(人民币壹万贰仟元伍角): an amount in fen, in figures and in words that cannot be altered. */
export function amountInWords(fen: number): string {
  // Of whole yuan the words end with 整, which the library says only of whole numbers.
  const yuan = fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
  const figures = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2 }).format(fen / 100);
  return `¥${figures}(${Nzh.cn.toMoney(yuan)})`;
}

const dateInWords = (at: Temporal.Instant, zone: string): string => {
  const { year, month, day } = at.toZonedDateTimeISO(zone);
  return `${year}年${month}月${day}日`;
};

const dayInWords = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};

/** What is printed. */
export interface PrintedAgreement {
  readonly agreement: Agreement;
  readonly case: MediationCase;
  readonly parties: readonly Party[];
  /** Names of the case's mediators. */
  readonly mediators: readonly string[];
  readonly zone: string;
}

/** 人民调解协议书 as HTML, to be printed: the contents of art. 29 in their order, and room for signatures, fingerprints and the seal. */
export function printAgreement({ agreement, case: one, parties, mediators, zone }: PrintedAgreement): string {
  const { content, form, edition, reachedAt, signatures } = agreement;
  const on = present(parties);
  const nameOf = (id: string): string => on.find((party) => party.id === id)?.name ?? '';
  const signed = new Set(signatures.map(({ partyId }) => partyId));
  return eta.render(template, {
    form: form === 'oral' ? '口头协议登记' : '人民调解协议书',
    number: one.id,
    edition,
    kind: kindNames[one.kind],
    parties: on.map(({ name, side, kind, id }) => ({
      ...{ name, side: ordinal(side), kind: kind === 'person' ? '自然人' : '组织', signed: signed.has(id) },
      particulars: particulars[kind],
    })),
    content,
    responsibility: content.responsibility.map(({ partyId, text }) => ({ name: nameOf(partyId), text })),
    instalments: instalmentsIn(content, nameOf),
    copies: on.length + 1,
    mediators,
    reached: reachedAt ? dateInWords(reachedAt, zone) : '',
  });
}

const instalmentsIn = ({ instalments }: AgreementContent, nameOf: (id: string) => string) =>
  instalments.map(({ from, to, dueOn, amountFen, what }, index) => ({
    ...{ number: index + 1, from: nameOf(from), to: nameOf(to), what, due: dayInWords(dueOn) },
    amount: amountFen === null ? '' : amountInWords(amountFen),
  }));
