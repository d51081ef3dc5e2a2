/** The registry of words that a student may not know, each with its meaning in a sentence or two. */
export interface TermEntry {
  /** As it stands in the page's sentences, in lower case. */
  word: string;
  meaning: string;
}

export const terms: readonly TermEntry[] = [
  {
    word: 'nats',
    meaning: 'The unit of the loss: −ln of the probability given to the right token. 0 is certain and right.',
  },
  {
    word: 'perplexity',
    meaning: 'Between how many equally likely tokens the model is choosing: e to the power of the loss.',
  },
  {
    word: 'bits per byte',
    meaning: 'The loss in bits, for each byte of text: it compares models whose tokens differ in length.',
  },
  {
    word: 'logits',
    meaning:
      'The scores a model gives to every possible next token, before softmax turns them into probabilities.',
  },
  { word: 'softmax', meaning: 'Turns scores into weights that are positive and add up to 1.' },
  {
    word: 'probe',
    meaning: 'A text that is run through the model to look at its attention maps. It is not trained on.',
  },
  {
    word: 'head',
    meaning: 'One of several attentions that a layer computes side by side, each with a map of its own.',
  },
  { word: 'heads', meaning: 'Attentions that a layer computes side by side, each with a map of its own.' },
  { word: 'held-out', meaning: 'Kept apart: the model has never trained on it.' },
  { word: 'bigram', meaning: 'A model that knows only which token follows which.' },
];
