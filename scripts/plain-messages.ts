import type { Plugin } from 'vite';

const MESSAGE = /\/paraglide\/messages\/(?!_)[^/]+\.js$/;
/** How the compiler writes a message that is there in one language only: a function that asks for a language, in vain. */
const ONE_LANGUAGE =
	/^(export )?const (\w+) = .*\(\(inputs(?: = \{\})?, options = \{\}\) => \{\s+experimentalStaticLocale \?\? options\.locale \?\? getLocale\(\)\s+return (\w+)\(inputs\)\s+\}\);?/m;

/** Leaves out the question for the language where a message has one: it was a tenth of the words' weight. */
export function plainMessages(): Plugin {
	return {
		name: 'plain-messages',
		transform: {
			filter: { id: MESSAGE },
			handler: (code) => ({ code: plainMessage(code), map: null }),
		},
	};
}

export const plainMessage = (code: string): string => code.replace(ONE_LANGUAGE, '$1const $2 = $3;');
