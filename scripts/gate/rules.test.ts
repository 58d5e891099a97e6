import { describe, expect, it } from 'vitest';
import { findDefinitions, findUncited, findUnknown } from './rules.ts';

const rules = findDefinitions([{ file: 'docs/a.md', text: '- **[X1]** One.\n- **[X2]** Two, see [X1].\n' }]);
// Put together here, or the real check would take them for citations.
const name = (head: string) => ({ file: 'a.test.ts', text: `it('${head} does it', () => {})` });

describe('numbered rules', () => {
	it('are found where they are defined, not where they are mentioned', () => {
		expect(rules.map(({ id }) => id)).toEqual(['X1', 'X2']);
	});

	it('are reported when no test cites them', () => {
		expect(findUncited(rules, [name('[' + 'X1]')]).map(({ id }) => id)).toEqual(['X2']);
		expect(findUncited(rules, [name('[' + 'X1, X2]')])).toEqual([]);
		expect(findUncited(rules, [name('[' + 'X1][' + 'X2]')])).toEqual([]);
		expect(findUncited(rules, [{ file: 'a.test.ts', text: '// as [X2] says' }])).toHaveLength(2);
	});

	it('that do not exist are reported where a test cites them', () => {
		expect(findUnknown(rules, [name('[' + 'X7]'), name('[' + 'Z7]')])).toEqual([
			{ id: 'X7', file: 'a.test.ts' },
		]);
	});
});
