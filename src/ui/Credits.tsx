/** Credits each corpus with its licence, and the paper; tells whether the page works offline. */

import { corpora } from '../data/corpora';
import { entryName, words } from '../format/words';
import { t } from '../i18n/i18n';
import { useOffline } from './AppContext';
import classes from './Credits.module.css';
import { Anchor } from './kit/Anchor';
import { Sentence } from './kit/Sentence';

/** Of the paper that the lab is made after. */
export const paperAddress = 'https://arxiv.org/abs/2510.11602';

export function Credits() {
  const cached = useOffline((o) => o.cached);
  return (
    <div className={classes.credits}>
      {corpora.map(({ id, name, credit }) => (
        <p key={id}>
          <Sentence
            id="help.credits.corpus"
            values={{
              // A book keeps its title.
              title: credit.url ? credit.title : entryName('corpora', { id, name }),
              text: words(`corpora.${id}.credit`, credit.text),
            }}
            components={{
              title: credit.url ? <Anchor href={credit.url} /> : <span />,
              licence: <Anchor href={credit.licence} />,
            }}
          />
        </p>
      ))}
      <p>
        <Sentence id="help.credits.paper" components={{ paper: <Anchor href={paperAddress} /> }} />
      </p>
      <p>
        <Sentence
          id="help.credits.letters"
          components={{
            font: <Anchor href="https://dejavu-fonts.github.io/" />,
            licence: <Anchor href="https://dejavu-fonts.github.io/License.html" />,
          }}
        />
      </p>
      <p>
        <Sentence id="help.credits.speed" components={{ bench: <Anchor href="bench.html" /> }} />
      </p>
      {cached !== 'unknown' && (
        <p data-testid="offline-cache">{cached === 'cached' ? t('help.credits.cached') : cached.error}</p>
      )}
    </div>
  );
}
