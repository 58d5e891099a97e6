import { expect, it } from 'vitest';
import { plainMessage } from './plain-messages.ts';

const words = (ending: string) => `import { getLocale, experimentalStaticLocale } from '../runtime.js';

const en_greet = /** @type {(inputs: GreetInputs) => LocalizedString} */ (i) => {
	return /** @type {LocalizedString} */ (\`Hello, \${i?.name}\`)
};

${ending}`;
const question = (inputs: string) =>
	`greet = /** @type {((inputs: GreetInputs, options?: { locale?: "en" }) => LocalizedString)} */ ((${inputs}, options = {}) => {
	experimentalStaticLocale ?? options.locale ?? getLocale()
	return en_greet(inputs)
});`;

it('exports the words themselves where there is one language', () => {
	expect(plainMessage(words(`export const ${question('inputs')}`))).toBe(
		words('export const greet = en_greet;'),
	);
	expect(plainMessage(words(`export const ${question('inputs = {}')}`))).toBe(
		words('export const greet = en_greet;'),
	);
});

it('keeps a name that is exported apart, because it has capitals', () => {
	const apart = '\nexport { greet as "Greet" }';
	expect(plainMessage(words(`const ${question('inputs')}${apart}`))).toBe(
		words(`const greet = en_greet;${apart}`),
	);
});

it('leaves a message alone that has to ask for the language', () => {
	const asking = words(`export const greet = ((inputs, options = {}) => {
	const locale = experimentalStaticLocale ?? options.locale ?? getLocale()
	if (locale === "en") return en_greet(inputs)
	return de_greet(inputs)
});`);
	expect(plainMessage(asking)).toBe(asking);
});
