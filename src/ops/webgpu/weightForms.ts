/** How the map's kernels turn scores into weights: the softmax, and its Taylor form 1 + s + s²/2. */
import { steps } from './attentionCode';

export interface WeightForm {
  name: string;
  /** WGSL of a weight and of its slope in the score, from a score `s` and its row's statistic `stat`. */
  weight: (s: string, stat: string) => string;
  slope: (s: string, stat: string) => string;
  /**
   * WGSL that takes a block of scores s{q}_{k} into query q's running `total` and `largest`: declares the weights w{q}_{k}
   * and, where sums so far must shrink by it, keep{q}.
   * @param valid WGSL of whether the query sees key k
   */
  accumulate: (q: number, valid: (k: number) => string) => string;
  rescales: boolean;
  /** WGSL of the row's statistic, once all its scores were taken in. */
  statistic: (q: number) => string;
}

export const softmaxForm: WeightForm = {
  name: 'softmax',
  weight: (s, stat) => `exp(${s} - ${stat})`,
  slope: (s, stat) => `exp(${s} - ${stat})`,
  accumulate(q, valid) {
    const seen = steps.map((k) => `select(-3.0e38, s${q}_${k}, ${valid(k)})`);
    const largest = seen.reduce((a, b) => `max(${a}, ${b})`);
    return `
      let next${q} = max(largest${q}, ${largest});
      let keep${q} = exp(largest${q} - next${q});
      ${steps.map((k) => `let w${q}_${k} = select(0.0, exp(s${q}_${k} - next${q}), ${valid(k)});`).join(' ')}
      total${q} = total${q} * keep${q} + ${steps.map((k) => `w${q}_${k}`).join(' + ')};
      largest${q} = next${q};`;
  },
  rescales: true,
  statistic: (q) => `largest${q} + log(total${q})`,
};

export const taylorForm: WeightForm = {
  name: 'taylor',
  weight: (s, stat) => `(1.0 + ${s} + 0.5 * ${s} * ${s}) / ${stat}`,
  slope: (s, stat) => `(1.0 + ${s}) / ${stat}`,
  accumulate(q, valid) {
    const weight = (s: string) => `1.0 + ${s} + 0.5 * ${s} * ${s}`;
    return `
      ${steps.map((k) => `let w${q}_${k} = select(0.0, ${weight(`s${q}_${k}`)}, ${valid(k)});`).join(' ')}
      total${q} += ${steps.map((k) => `w${q}_${k}`).join(' + ')};`;
  },
  rescales: false,
  statistic: (q) => `total${q}`,
};
