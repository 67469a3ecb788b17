import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import type { Temporal } from 'temporal-polyfill';
import type { Round } from './round.entity.js';

/** What is printed for one voter. */
export interface Sheet {
  readonly code: string;
  /** `3幢 2单元 601`: to whom it is brought; on the strip that is torn off. */
  readonly homes: readonly string[];
}

type Printed = Pick<Round, 'number' | 'question' | 'method' | 'options' | 'mostTicks' | 'closesAt'>;

// A4, in points.
const PAGE = { width: 595, height: 842, margin: 56 };
const WIDTH = PAGE.width - 2 * PAGE.margin;
const FOOT = PAGE.height - PAGE.margin - 130;
const QR = 110;
const BOX = 12;

const fonts = createRequire(import.meta.url).resolve('@embedpdf/fonts-sc');
const font = join(dirname(fonts), '../fonts/NotoSansHans-Regular.otf');

/** 表决票 as a PDF, one for each voter: the question, what can be ticked, the code and a QR code of it. */
export async function printSheets(round: Printed, sheets: readonly Sheet[], zone: string): Promise<Buffer> {
  const { margin } = PAGE;
  const document = new PDFDocument({
    ...{ size: 'A4', autoFirstPage: false, margins: { top: margin, left: margin, right: margin, bottom: 20 } },
    info: { Title: `表决票:${round.question}` },
  });
  const printed = buffer(document);
  document.font(readFileSync(font));
  for (const sheet of sheets) {
    printSheet(document, round, sheet, zone);
    // Others are served between the pages.
    await setImmediate();
  }
  document.end();
  return printed;
}

function printSheet(document: PDFKit.PDFDocument, round: Printed, { code, homes }: Sheet, zone: string): void {
  document.addPage();
  document.fontSize(12).text(`送达:${homes.join(';')}`);
  const tear = document.y + 8;
  document.moveTo(0, tear).lineTo(PAGE.width, tear).dash(4, { space: 4 }).stroke().undash();
  document.fontSize(8).text('填好后沿虚线撕下上联再交回:交回的选票上没有门牌。', PAGE.margin, tear + 4);
  document.moveDown(2).fontSize(20).text(`居民协商表决票(第${round.number}轮)`, { align: 'center' });
  document.moveDown(0.5).fontSize(15).text(round.question);
  document.moveDown(0.5).fontSize(11).text(howToTick(round));
  document.moveDown(0.5).fontSize(14);
  for (const text of choicesOf(round)) printChoice(document, text, code);
  printFoot(document, round, code, zone);
}

/** A box and what it stands for; on a page of its own with the code if there is no room left. */
function printChoice(document: PDFKit.PDFDocument, text: string, code: string): void {
  const left = PAGE.margin + 2 * BOX;
  const height = document.heightOfString(text, { width: WIDTH - 2 * BOX });
  if (document.y + height > FOOT - BOX) {
    document.addPage();
    document.fontSize(11).text(`(续) 表决码:${code}`).moveDown(0.5).fontSize(14);
  }
  const { y } = document;
  document.rect(PAGE.margin, y + 1, BOX, BOX).stroke();
  document.text(text, left, y, { width: WIDTH - 2 * BOX });
  document.moveDown(0.4);
  document.x = PAGE.margin;
}

function printFoot(document: PDFKit.PDFDocument, { closesAt }: Printed, code: string, zone: string): void {
  const { modules } = QRCode.create(code, { errorCorrectionLevel: 'M' });
  const dot = QR / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) document.rect(PAGE.margin + column * dot, FOOT + row * dot, dot, dot);
    }
  }
  document.fill('black');
  const [left, width] = [PAGE.margin + QR + 20, WIDTH - QR - 20];
  document.fontSize(10).text('表决码', left, FOOT, { width });
  document.fontSize(20).text(code, { width });
  document.fontSize(10).text(`截止:${inWords(closesAt, zone)}。此前交回社区居委会,逾期不计。`, { width });
  document.text('也可在应用中凭此码投票;两者都投的,以纸质选票为准。', { width });
  document.text('此码只属于本户,请勿转告他人。重新印发后,旧码作废。', { width });
}

const choicesOf = ({ method, options }: Printed): string[] =>
  method === 'yes-no' ? ['同意', '不同意', '弃权'] : options.map(({ text }) => text);

const howToTick = ({ method, mostTicks }: Printed): string =>
  method === 'yes-no' ? '请在一个方框内打勾。' : `请在方框内打勾,最多选 ${mostTicks} 项。`;

function inWords(at: Temporal.Instant, zone: string): string {
  const { year, month, day, hour, minute } = at.toZonedDateTimeISO(zone);
  return `${year}年${month}月${day}日 ${hour}:${String(minute).padStart(2, '0')}`;
}
