/** How an experiment is cited: by the link that opens it, the version that it ran in, and its seeds. */
import { seedsOf } from '../experiment/overrides';
import { type Experiment, totalSteps } from '../experiment/schema';
import { bibtexText, bibtexUrl } from '../format/bibtex';

export interface Citation {
  /** An entry for the experiment, and one for the paper that the variants are of. */
  bibtex: string;
  /** The same as plain text. */
  text: string;
}

const authors = 'The Attention Lab authors';

const paper = {
  title: 'Deconstructing Attention: Investigating Design Principles for Effective Language Modeling',
  eprint: '2510.11602',
};

/**
 * Cites an experiment and the paper, as BibTeX and as text.
 * @param link the address that opens the experiment, whole: BibTeX takes it as it is, in a field of its own
 * @param version of the lab
 */
export function citation(experiment: Experiment, link: string, version: string): Citation {
  const { runs } = experiment;
  const seeds = seedsOf(experiment);
  const what = `${runs.length === 1 ? '1 run' : `${runs.length} runs`} of ${totalSteps(experiment)} steps, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
  return {
    bibtex: [
      '@software{attention-lab-experiment,',
      `  author = {{${authors}}},`,
      '  title = {An experiment in Attention Lab},',
      `  version = ${bibtexText(version)},`,
      `  note = ${bibtexText(what)},`,
      `  url = ${bibtexUrl(link)}`,
      '}',
      '',
      '@misc{xue2025deconstructing,',
      '  author = {Xue, Huiyin and Moosavi, Nafise Sadat and Aletras, Nikolaos},',
      `  title = {{${paper.title}}},`,
      '  year = {2025},',
      `  eprint = {${paper.eprint}},`,
      '  archivePrefix = {arXiv}',
      '}',
      '',
    ].join('\n'),
    text:
      `${authors}. An experiment in Attention Lab (version ${version}): ${what}. ${link} ` +
      `Variants of attention after Huiyin Xue, Nafise Sadat Moosavi and Nikolaos Aletras. ${paper.title}. ` +
      `arXiv:${paper.eprint}, 2025.`,
  };
}
