// The words of the stories. Each thing, place, animal and child is one word, and no sentence of the grammar uses it otherwise.

export interface Child {
  name: string;
  kind: 'girl' | 'boy';
}

const named = (kind: Child['kind'], names: string[]): Child[] => names.map((name) => ({ name, kind }));

export const children: readonly Child[] = [
  ...named('girl', [
    'Mia',
    'Lily',
    'Anna',
    'Sara',
    'Nora',
    'Ella',
    'Ruby',
    'Lucy',
    'Rose',
    'Kate',
    'Emma',
    'Ivy',
  ]),
  ...named('boy', [
    'Tom',
    'Ben',
    'Max',
    'Leo',
    'Sam',
    'Jack',
    'Finn',
    'Tim',
    'Paul',
    'Hugo',
    'Noah',
    'Oscar',
  ]),
];

export const words = {
  thing: [
    'kite',
    'ball',
    'drum',
    'boat',
    'doll',
    'lamp',
    'book',
    'bell',
    'hat',
    'shell',
    'cup',
    'key',
    'rope',
    'spoon',
    'coin',
    'map',
    'flute',
    'basket',
    'blanket',
    'button',
    'feather',
    'ribbon',
    'whistle',
    'puzzle',
  ],
  place: [
    'park',
    'beach',
    'forest',
    'farm',
    'garden',
    'lake',
    'market',
    'school',
    'river',
    'hill',
    'barn',
    'bridge',
    'meadow',
    'village',
    'castle',
    'harbor',
  ],
  animal: [
    'cat',
    'dog',
    'rabbit',
    'duck',
    'pony',
    'frog',
    'mouse',
    'bird',
    'fox',
    'hen',
    'goat',
    'turtle',
    'bear',
    'sheep',
    'pig',
    'squirrel',
  ],
} as const;

export const moods = ['happy', 'kind', 'brave', 'quiet', 'clever', 'funny', 'shy', 'gentle'] as const;
export const colours = ['red', 'blue', 'green', 'yellow', 'white', 'brown'] as const;
export const days = [
  'One day',
  'One morning',
  'On a sunny day',
  'After lunch',
  'On Monday',
  'In spring',
] as const;
