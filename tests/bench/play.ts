import type { Figure } from './figure.ts';
import { measureCycles, measureScriptChange, measureStart } from './play/app-figures.ts';
import { measureBodies } from './play/body-figures.ts';
import { measureLoop, measureRoundtrips, measureTicks } from './play/sandbox-figures.ts';
import { runOnly } from './run-only.ts';

const FIGURES: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
	'tick-1000': measureTicks,
	'sandbox-roundtrip': measureRoundtrips,
	'endless-loop': measureLoop,
	'bodies-2000': measureBodies,
	'play-start': measureStart,
	'play-cycles': measureCycles,
	'script-change': measureScriptChange,
};

export const needsBuild = true;

/** What a running game costs; `only`: which of it. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	return runOnly(FIGURES, only);
}
