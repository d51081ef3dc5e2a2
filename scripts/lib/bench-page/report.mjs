// Prints what was measured of the page, beside what is asked of it, and hands it on.

/** @typedef {import('./statistics.mjs').Summary} Summary */

const wide = 36;

/** @param {string} name @param {string} figures @param {string} [asked] */
const line = (name, figures, asked = '') =>
  console.log(`${name.padEnd(wide)} ${figures}   ${asked}`.trimEnd());
/** @param {number} value @param {number} [digits] */
const number = (value, digits = 0) => value.toFixed(digits).padStart(8);
/** @param {Summary} times @param {number} [digits] */
const times = ({ median, p95 }, digits) => `${number(median, digits)} ${number(p95, digits)}`;
/** @param {string} name */
const title = (name) => console.log(`\n${name.padEnd(wide)} ${'median'.padStart(8)} ${'p95'.padStart(8)}`);
/** @param {number} bytes */
const MB = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;

/** @param {{ cores: number, browser: string }} machine */
export const printMachine = ({ cores, browser }) =>
  console.log(`\n${browser}, ${cores} cores; the processor engine, painting in software.`);

/** @param {Awaited<ReturnType<typeof import('./loads.mjs').measureLoads>>} loading */
export function printLoading(loading) {
  const { drawn, maps, firstPicture, blocked, scriptBytes, scriptBytesCompressed } = loading;
  title(`Opening, ${drawn.n} cold loads, ms`);
  line('first picture', times(firstPicture), 'asked: 1000');
  line('curves and runs drawn', times(drawn), 'asked: 1500');
  line('maps drawn', times(maps));
  line('main thread blocked', times(blocked));
  line('script', `${MB(scriptBytes)}, compressed ${MB(scriptBytesCompressed)}`);
  return loading;
}

/** @param {Awaited<ReturnType<typeof import('./loads.mjs').measureShifts>>} shifts */
export function printShifts(shifts) {
  const name = 'Layout shifts without input'.padEnd(wide);
  console.log(`\n${name} ${'loading'.padStart(8)} ${'training'.padStart(8)}`);
  for (const { screen, loading, training, moved } of shifts) {
    line(screen, `${number(loading, 4)} ${number(training, 4)}`, 'asked: below 0.02');
    for (const [what, value] of moved) console.log(`    ${value.toFixed(4)} ${what}`);
  }
  return shifts;
}

/** @param {Awaited<ReturnType<typeof import('./answers.mjs').measureAnswers>>} answers */
export function printAnswers(answers) {
  title('Answers while eight runs train, ms');
  for (const [name, own] of Object.entries(answers)) line(name, times(own), 'asked: 100');
  return answers;
}

/** @typedef {Awaited<ReturnType<typeof import('./scrubbing.mjs').measureFrames>>} Frames */

/** @param {string} name @param {Frames} frames @param {{ apart?: string, script?: string, perSecond?: string }} asked */
function printFrames(name, { frames, apart, script, layout, paint, raster, perSecond }, asked) {
  title(`${name}, ${frames} frames, ms`);
  line('from frame to frame', times(apart, 1), asked.apart);
  line('  script', times(script, 1), asked.script);
  line('  style and layout', times(layout, 1));
  line('  paint, main thread', times(paint, 1));
  line('  raster, beside it', times(raster, 1));
  line('frames a second', number(perSecond, 1), asked.perSecond);
}

/** @param {Frames} frames */
export function printManyMaps(frames) {
  printFrames('24 layers × 8 heads of maps', frames, { script: 'asked: 20', perSecond: 'asked: 50' });
  return frames;
}

/** @param {Awaited<ReturnType<typeof import('./scrubbing.mjs').measureScrubbing>>} scrubbing */
export function printScrubbing(scrubbing) {
  const {
    frames,
    heap: { before, after },
  } = scrubbing;
  for (const [tab, own] of Object.entries(frames))
    printFrames(`Scrubbing, tab ${tab}`, own, { apart: 'asked: 33', perSecond: 'asked: 30' });
  console.log('');
  line('script memory, before ten drags', MB(before));
  line('  and after', MB(after));
  return scrubbing;
}
