import type { ESLint } from 'eslint';
import { fileName } from './file-name.ts';
import { layers } from './layers.ts';
import { noCycles } from './no-cycles.ts';
import { softFileSize } from './soft-file-size.ts';

/** Our own rules: what the architecture promises and no ready-made rule explains well. */
export const house: ESLint.Plugin = {
	meta: { name: 'house' },
	rules: {
		'file-name': fileName,
		layers,
		'no-cycles': noCycles,
		'soft-file-size': softFileSize,
	},
};
