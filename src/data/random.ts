// The one source of randomness: every draw of a run (initial weights, batches, sampling) comes from its seed.

/** A generator's position as plain JSON, so that a checkpoint can hold it. */
export interface RandomState {
  seed: number;
  /** The four 32-bit words of sfc32. */
  words: [number, number, number, number];
}

/** One step of splitmix32 from a 32-bit state: the mixed output for `state + 0x9e3779b9`. */
function splitmix32(state: number): number {
  let z = (state + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** Hashes a label by 32-bit FNV-1a over the UTF-16 code units of a label. */
export function hashLabel(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) hash = Math.imul(hash ^ label.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Seeded pseudo-random numbers: sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, PractRand), its words
 * filled by splitmix32 and its first twelve outputs thrown away. Integer arithmetic throughout, so that `next` and
 * `int` give the same numbers on every machine; `normal` also uses Math.log, whose last bit an engine may choose.
 */
export class Random {
  readonly seed: number;
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** @param seed an integer; its lowest 32 bits count */
  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.a = splitmix32(this.seed);
    this.b = splitmix32(this.a);
    this.c = splitmix32(this.b);
    for (let i = 0; i < 12; i++) this.nextWord();
  }

  private nextWord(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Draws uniformly from [0, 1), in steps of 2^-32. */
  next(): number {
    return this.nextWord() / 0x1_0000_0000;
  }

  /**
   * Draws a uniform integer from 0 to n - 1.
   * @param n an integer from 1 to 2^32 (else a RangeError); the bias towards some results is below n / 2^32
   */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000) {
      throw new RangeError(`Random.int needs an integer from 1 to 2^32, not ${n}.`);
    }
    return Math.floor(this.next() * n);
  }

  /**
   * Draws from the standard normal (mean 0, variance 1), by Marsaglia's polar method; the second value of each pair is
   * dropped.
   */
  normal(): number {
    for (;;) {
      const u = 2 * this.next() - 1;
      const v = 2 * this.next() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /**
   * Makes an independent stream for one purpose. It depends on this generator's seed and the label alone, not on how many
   * numbers have been drawn, so that a new draw in one place moves no other.
   */
  fork(label: string): Random {
    return new Random(splitmix32(this.seed ^ hashLabel(label)));
  }

  /** Gives the stream's position. */
  state(): RandomState {
    return { seed: this.seed, words: [this.a, this.b, this.c, this.counter] };
  }

  /** Makes a generator that continues from a state. */
  static restore({ seed, words }: RandomState): Random {
    const random = new Random(seed);
    [random.a, random.b, random.c, random.counter] = words;
    return random;
  }
}
