import { getContext, setContext } from 'svelte';

const KEY = Symbol('field hint');
type HintId = () => string | undefined;

/** Says which element's words describe the controls inside; undefined: none. */
export const provideFieldHint = (id: HintId): HintId => setContext(KEY, id);

/** For a control: the id of the words its Field describes it with. */
export const getFieldHint = (): HintId => getContext<HintId | undefined>(KEY) ?? (() => undefined);
