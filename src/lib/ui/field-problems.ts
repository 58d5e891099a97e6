import { getContext, setContext } from 'svelte';
import type { Dispose } from '../base/disposer.ts';

const KEY = Symbol('field problems');

/** Where controls say what is wrong with them, to be shown below all of them. */
export type FieldProblems = { readonly add: (problem: () => string | undefined) => Dispose };

export const provideFieldProblems = (problems: FieldProblems): FieldProblems => setContext(KEY, problems);

/** For a control: the Field that shows its problems, if it stands in one. */
export const getFieldProblems = (): FieldProblems | undefined => getContext<FieldProblems | undefined>(KEY);
