import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';

/** A script as Prettier writes it. Rejects with the place and the reason where it cannot be read. */
export const formatScript = (text: string): Promise<string> =>
	format(text, {
		parser: 'typescript',
		plugins: [typescript, estree],
		singleQuote: true,
		useTabs: true,
		printWidth: 100,
	});
