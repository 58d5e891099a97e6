import { EditorState, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { diagnosticOf, moveProblem, ranProblem } from './code-problems.ts';

const text = Text.of(['class Door {', '\topen() {}', '}']);

describe('[T26] what went wrong while it ran', () => {
	it('stands at its line, from where its words begin or from its column', () => {
		const whole = ranProblem({ line: 2, message: 'No hinge' }, text);
		expect([whole.from, whole.to]).toEqual([14, 23]);
		expect(ranProblem({ line: 2, column: 6, message: '' }, text).from).toBe(18);
		expect(diagnosticOf(whole).message).toBe('While it ran: No hinge');
	});

	it('stands at the end where the line is gone', () => {
		expect(ranProblem({ line: 99, message: '' }, text)).toMatchObject({ from: 24, to: 25 });
		expect(ranProblem({ line: 0, column: 400, message: '' }, text)).toMatchObject({ from: 12, to: 12 });
	});

	it('moves with what it is about', () => {
		const problem = ranProblem({ line: 2, message: '' }, text);
		const state = EditorState.create({ doc: text });
		const { changes } = state.update({ changes: { from: 0, insert: '// A door\n' } });
		expect(moveProblem(problem, changes)).toMatchObject({ from: 24, to: 33 });
		const gone = state.update({ changes: { from: 5, to: 25 } });
		expect(moveProblem(problem, gone.changes)).toMatchObject({ from: 5, to: 5 });
	});
});
