/** The German sentences, by the paths of their files; files and keys are those of the English ones. */
export default import.meta.glob<object>('./*.json', { import: 'default', eager: true });
