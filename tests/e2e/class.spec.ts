// A class as a laboratory, in the built page: the plan and its code on the wall, a seat that trains its cell and hands it in, and
// many hand-ins at once, by camera and by paste, which become one picture.
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { range } from 'es-toolkit';
import { decodeQR } from 'qr/decode.js';
import { handInLink } from '../../src/document/classroom/handIn';
import { cellOfSeat, type Plan, readPlan, seatExperiment } from '../../src/document/classroom/plan';
import { encodeLink } from '../../src/document/link/link';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseTask } from '../../src/experiment/edit';
import { parseExperiment } from '../../src/experiment/schema';
import { commonFlags, fewerPages, oneThread, shellPath } from '../support/chromium';
import { stack } from '../support/stack';
import {
  drawnCode,
  expectAccessibleInBothThemes,
  expectNothingSticksOut,
  firstStep,
  openLab,
  openTab,
} from './lab';

const steps = 12;

/** What the browser's camera sees: read when it is opened. */
const film = join(tmpdir(), `attention-lab-camera-${process.pid}.y4m`);
test.use({
  launchOptions: {
    executablePath: shellPath,
    args: [
      ...commonFlags,
      fewerPages,
      oneThread,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  },
});
test.afterAll(() => rmSync(film, { force: true }));

function tinyPlan() {
  const e = chooseTask('recall')(defaultExperiment());
  const parsed = parseExperiment({
    ...e,
    batch: 4,
    steps: 40,
    evalInterval: 4,
    evalWindows: 2,
    model: { ...e.model, dModel: 32, heads: 2, kvHeads: 2, ffn: 32 },
    runs: [{ id: 'a', name: 'Standard', layers: stack('standard', 'mlp') }],
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return encodeLink({ experiment: parsed.experiment, view: defaultView, text: null, curves: null });
}

/** A film of one picture, in the middle of grey (YUV4MPEG2, 4:2:0). */
function filmOf({ width, height, data }: Awaited<ReturnType<typeof drawnCode>>): Uint8Array {
  const [w, h] = [1280, 720];
  const [left, top] = [(w - width) >> 1, (h - height) >> 1];
  const picture = new Uint8Array((w * h * 3) / 2).fill(128);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      picture[(top + y) * w + left + x] = 16 + ((data[4 * (y * width + x)] as number) * 219) / 255;
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${w} H${h} F5:1 Ip A1:1 C420\nFRAME\n`), picture]);
}

/** The hand-in of a seat whose accuracy rises to a share of its own. */
function handIn(site: string, plan: Plan, seat: number, to = 0.4 + (seat % 7) / 20): string {
  const at = range(1, 4).map((i) => (i * steps) / 3);
  const curve = { steps: at, values: at.map((step) => (to * step) / steps) };
  const curves = { train: curve, validation: curve, accuracy: curve };
  return site + handInLink(seatExperiment(plan, cellOfSeat(plan, seat)), { curves }, null, 900);
}

test('a class trains a plan together: a code on the wall, a seat, forty hand-ins at once', async ({
  page,
}) => {
  await openLab(page);
  await page.evaluate((hash) => location.assign(hash), tinyPlan());
  await openTab(page, 'sweeps');
  await page.getByTestId('sweep-kind').selectOption('hybrids');
  await page.getByTestId('sweep-seeds').fill('6');
  await page.getByTestId('sweep-seeds').press('Enter');
  await page.getByTestId('plan-class').click();
  await page.getByTestId('class-steps').fill(String(steps));
  await page.getByTestId('class-steps').press('Enter');
  await page.getByTestId('make-plan').click();
  const link = await page.getByTestId('class-link').inputValue();
  await page.getByTestId('show-wall').click();
  expect(decodeQR(await drawnCode(page.getByTestId('wall').getByTestId('qr')))).toBe(link);
  await expectAccessibleInBothThemes(page);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('wall')).toHaveCount(0);

  // Another device: the link of the wall, a number, a training, a link that goes back.
  const read = readPlan(link);
  if (!read.ok) throw new Error(read.why);
  const { plan } = read;
  const seat = await page.context().newPage();
  await seat.setViewportSize({ width: 390, height: 844 });
  await seat.goto(link);
  await seat.getByTestId('seat-number').fill('0');
  await seat.getByTestId('take-seat').click();
  await expect(seat.getByRole('alert')).toContainText('whole number');
  await seat.getByTestId('draw-seat').click();
  await expect(seat.getByTestId('seat-number')).not.toHaveValue('0');
  await seat.getByTestId('seat-number').fill('3');
  await seat.getByTestId('seat-number').press('Enter');
  await expect(seat.getByTestId('seat-cell')).toContainText(`Seat 3: ${cellOfSeat(plan, 3).run.name}`);
  await seat.getByTestId('seat-train').click();
  await expect(seat.getByTestId('hand-in')).toBeVisible({ timeout: firstStep });
  await expectNothingSticksOut(seat);
  await expectAccessibleInBothThemes(seat, ['[data-testid="seat"]']);
  const handedIn = await seat.getByTestId('hand-in-link').inputValue();
  await seat.reload();
  await expect(seat.getByTestId('hand-in-link')).toHaveValue(handedIn);
  const code = seat.getByTestId('hand-in').getByTestId('qr');
  writeFileSync(film, filmOf(await drawnCode(code)));
  const screenshot = [...(await code.screenshot())];
  await seat.close();

  // The lecturer: the code of that one before the camera, then a picture of it.
  await page.getByTestId('scan').click();
  await expect(page.getByTestId('hand-in-report')).toHaveText('New: 1. Known already: 0. Left out: 0.');
  await page.getByTestId('scan').click();
  const pictureOf = (bytes: number[]) =>
    page.evaluateHandle((data) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(data)], 'code.png', { type: 'image/png' }));
      return transfer;
    }, bytes);
  const field = page.getByTestId('hand-in-field');
  await field.evaluate(
    (element, clipboardData) =>
      void element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      ),
    await pictureOf(screenshot),
  );
  await expect(page.getByTestId('hand-in-report')).toHaveText('New: 0. Known already: 1. Left out: 0.');
  const dataTransfer = await pictureOf([...(await field.screenshot())]);
  await page.getByTestId('hand-ins').dispatchEvent('drop', { dataTransfer });
  await expect(page.getByTestId('left-out')).toContainText('no code was found in the picture');

  // That one and forty others in one paste, and what does not belong is left out in words.
  const [site] = link.split('?') as [string];
  const seats = range(1, 41).filter((n) => n !== 3);
  const good = seats.map((n) => handIn(site, plan, n));
  const foreign = handIn(site, { ...plan, experiment: { ...plan.experiment, batch: 5 } }, 9);
  const cut = handIn(site, plan, 41).slice(0, -5);
  await page.getByTestId('hand-in-field').fill([handedIn, ...good, good[0], foreign, cut].join('\n'));
  const took = await page.evaluate(async () => {
    const one = (id: string) =>
      document.querySelector<HTMLElement>(`[data-testid="class"] [data-testid="${id}"]`);
    const began = performance.now();
    one('take-in')?.click();
    while (!one('sweep-bands')?.querySelector('path[stroke]')) await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  console.log(`Forty hand-ins became a band, drawn, in ${Math.round(took)} ms.`);
  await expect(page.getByTestId('hand-in-report')).toHaveText('New: 39. Known already: 2. Left out: 2.');
  await expect(page.getByTestId('left-out')).toContainText('of another plan');
  await expect(page.getByTestId('left-out')).toContainText('cut or damaged');
  // The chart is no stop of the Tab key: its numbers are in the table.
  const bands = page.getByTestId('class').getByTestId('sweep-bands');
  await bands.evaluate((chart) => {
    const before = document.createElement('button');
    chart.prepend(before);
    before.focus();
  });
  await page.keyboard.press('Tab');
  await expect(bands.locator('svg :focus')).toHaveCount(0);
  await bands.getByRole('button').evaluate((before) => before.remove());
  const files = handIn(site, plan, 2, 0.9);
  await page.getByTestId('hand-in-field').fill(`Ada ${files}`);
  await page.getByTestId('take-in').click();
  await expect(page.getByTestId('left-out')).toContainText('The first one counts');

  // Dropped files, many at once, are taken where hand-ins are, and not opened as experiments.
  const data = await page.evaluateHandle(
    (texts) => {
      const transfer = new DataTransfer();
      for (const [i, text] of texts.entries())
        transfer.items.add(new File([text], `seat-${i}.txt`, { type: 'text/plain' }));
      return transfer;
    },
    [handIn(site, plan, 41), handIn(site, plan, 42), good[5] as string],
  );
  await page.getByTestId('hand-ins').dispatchEvent('drop', { dataTransfer: data });
  await expect(page.getByTestId('hand-in-report')).toHaveText('New: 2. Known already: 1. Left out: 0.');
  await expect(page.getByTestId('class-progress')).toContainText('42 of');
  await expect(page.getByTestId('dropped')).toHaveCount(0);
  // One is taken back, and its cell is open again.
  await page.getByTestId('taken-in').locator('summary').click();
  await page
    .getByTestId(/^take-back-/)
    .first()
    .click();
  await expect(page.getByTestId('taken-back')).toContainText('The cell is open again');
  await expect(page.getByTestId('class-progress')).toContainText('41 of');
  for (const size of [
    { width: 390, height: 844 },
    { width: 1280, height: 720 },
  ]) {
    await page.setViewportSize(size);
    await expectNothingSticksOut(page);
  }
  await expectAccessibleInBothThemes(page);

  // What came in is kept with the experiment, and what was taken back is not.
  await page.waitForTimeout(1500);
  await page.reload();
  await openTab(page, 'sweeps');
  await page.getByTestId('show-class').click();
  await expect(page.getByTestId('class-progress')).toContainText('41 of');
});
