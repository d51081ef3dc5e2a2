/** Credits each corpus with its licence, and the paper; tells whether the page works offline. */

import { corpora } from '../data/corpora';
import { useOffline } from './AppContext';
import classes from './Credits.module.css';

export function Credits() {
  const cached = useOffline((o) => o.cached);
  return (
    <div className={classes.credits}>
      {corpora.map(({ id, credit }) => (
        <p key={id}>
          {credit.url ? <a href={credit.url}>{credit.title}</a> : credit.title}. {credit.text}{' '}
          <a href={credit.licence}>Licence of the text</a>.
        </p>
      ))}
      <p>
        After the paper <a href="https://arxiv.org/abs/2510.11602">Deconstructing Attention</a> (arXiv
        2510.11602). Everything runs in this browser; nothing is sent anywhere.
      </p>
      <p>
        Letters of saved pictures: <a href="https://dejavu-fonts.github.io/">DejaVu Sans</a>,{' '}
        <a href="https://dejavu-fonts.github.io/License.html">licence</a>.
      </p>
      <p>
        <a href="bench.html">How fast is the lab here?</a> A page that measures it.
      </p>
      {cached !== 'unknown' && (
        <p data-testid="offline-cache">
          {cached === 'cached'
            ? 'This browser has kept the lab: it opens and trains without a network.'
            : cached.error}
        </p>
      )}
    </div>
  );
}
