import { describe, expect, it } from 'vitest';
import { ScriptLanguage } from './script-language.ts';

const SPIN = `import { Script } from 'rastudios';

export default class Spin extends Script {
	static fields = { speed: { kind: 'number', default: 90, unit: 'deg' } };
	declare speed: number;

	update(seconds: number) {
		this.entity.rotation.turn('y', this.speed * seconds);
	}
}
`;

function setup(scripts: Readonly<Record<string, string>>) {
	const language = new ScriptLanguage();
	language.scripts(Object.entries(scripts).map(([name, text]) => ({ id: `id of ${name}`, name, text })));
	const of = (name: string) => ({
		messages: () => language.problems(`id of ${name}`).map(({ message }) => message),
		/** The words that mistakes lie in. */
		words: () => language.problems(`id of ${name}`).map(({ from, to }) => scripts[name]?.slice(from, to)),
		names: (after: string) =>
			language
				.completions(`id of ${name}`, (scripts[name] ?? '').indexOf(after) + after.length)
				?.entries.map((entry) => entry.name),
		at: (after: string) => (scripts[name] ?? '').indexOf(after) + after.length,
	});
	return { language, of };
}

const inUpdate = (line: string) =>
	SPIN.replace("this.entity.rotation.turn('y', this.speed * seconds);", line);

describe('[T22] scripts are checked against what they can use', () => {
	it('finds nothing wrong with what the documentation shows', () => {
		expect(setup({ Spin: SPIN }).of('Spin').messages()).toEqual([]);
	});

	it.each([
		['this.entity.positon.x = 1;', 'positon'],
		["this.entity.rotation.turn('up', 1);", "'up'"],
		["this.game.find('Door').destroy();", "this.game.find('Door')"],
		['const x: number = this.entity.name;', 'x'],
	])('finds the mistake in %s', (line, word) => {
		expect(
			setup({ Spin: inUpdate(line) })
				.of('Spin')
				.words(),
		).toEqual([word]);
	});

	it('finds a field of a kind that there is not', () => {
		const { of } = setup({ Spin: SPIN.replace("'number'", "'numbr'") });
		expect(of('Spin').words()).toEqual(['speed']);
	});

	it('says what scripts have in place of the page', () => {
		const { language } = setup({ Spin: inUpdate("console.log('hi'); setTimeout(() => {}, 1);") });
		expect(language.problems('id of Spin').map(({ hint }) => hint)).toEqual(['console', 'timers']);
	});

	it('nags nobody about types that could be written', () => {
		const text = SPIN.replace('seconds: number', 'seconds').replace(
			'declare speed: number;',
			'speed: number; door;',
		);
		expect(setup({ Spin: text }).of('Spin').messages()).toEqual([]);
	});

	it('a script imports others by their names', () => {
		const user = "import Spin from './My spin';\nexport const a: Spin | null = null;\nimport './Nothing';\n";
		const { of, language } = setup({ 'My spin': SPIN, User: user });
		expect(of('User').words()).toEqual(["'./Nothing'"]);
		language.scripts([{ id: 'id of User', name: 'User', text: user }]);
		expect(of('User').words()).toEqual(["'./My spin'", "'./Nothing'"]);
	});

	it('of two scripts with one name, the first is imported', () => {
		const language = new ScriptLanguage();
		language.scripts([
			{ id: 'a', name: 'Door', text: 'export const first = 1;' },
			{ id: 'b', name: 'Door', text: 'export const second: number = "";' },
			{ id: 'c', name: 'User', text: "import { first } from './Door'; first;" },
		]);
		expect(language.problems('c')).toEqual([]);
		expect(language.problems('b')).toHaveLength(1);
	});
});

describe('[T23] names are completed', () => {
	it('after a point, with what is there', () => {
		const names = setup({ Spin: inUpdate('this.entity.') })
			.of('Spin')
			.names('this.entity.');
		expect(names).toContain('position');
		expect(names).not.toContain('game');
	});

	it('not where nothing of a word is written', () => {
		expect(
			setup({ Spin: inUpdate(' ') })
				.of('Spin')
				.names('{\n\t\t'),
		).toBeUndefined();
	});

	it('in fields, with the kinds that fit', () => {
		const names = setup({ Spin: SPIN.replace("'number'", "''") })
			.of('Spin')
			.names("kind: '");
		expect(names).toEqual(expect.arrayContaining(['number', 'entity']));
	});

	it('what is not imported is, when it is chosen', () => {
		const text = inUpdate('const to: Vect');
		const { language, of } = setup({ Spin: text });
		const at = of('Spin').at('Vect');
		const found = language.completions('id of Spin', at)?.entries.find(({ name }) => name === 'Vector');
		expect(found?.source).toBe('rastudios');
		const details = language.details('id of Spin', at, 'Vector', found?.source);
		const [edit] = details?.edits ?? [];
		expect(edit && text.slice(0, edit.from) + edit.text + text.slice(edit.to)).toMatch(
			/^import \{ Script, (type )?Vector \} from 'rastudios';/,
		);
	});

	it('tells what the comments say, also beyond the fields', () => {
		const { language, of } = setup({ Spin: SPIN });
		const at = of('Spin').at('rotation.tu');
		expect(language.hover('id of Spin', at)).toMatchObject({
			comment: 'Turns further around one of its own axes, degrees.',
			from: SPIN.indexOf('turn('),
			to: SPIN.indexOf('turn(') + 4,
		});
	});
});
