import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/base/clock.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { UiElement } from '#lib/runtime/ui/ui-element.ts';
import { LiveWords } from './live-words.ts';

const text = (id: string, words: string, live = true): UiElement =>
	({ id: id as EntityId, kind: 'text', text: words, live, children: [] }) as unknown as UiElement;

describe('words that are read out', () => {
	it('[T105] are those that change, of elements that say so, a few seconds apart and as they are by then', () => {
		const clock = new ManualClock();
		const live = new LiveWords(clock);
		const said: string[] = [];
		const leave = live.attach((words) => said.push(words));
		live.take([]);
		live.take([text('a', '0'), text('b', 'silent', false)]);
		expect(said).toEqual([]);
		for (let score = 1; score <= 60; score++)
			live.take([text('a', String(score)), text('b', `${score}`, false)]);
		expect(said).toEqual(['1']);
		clock.advance(2999);
		expect(said).toEqual(['1']);
		clock.advance(1);
		expect(said).toEqual(['1', '60']);
		clock.advance(60_000);
		expect(said).toEqual(['1', '60']);
		const panel = { ...text('p', '', false), kind: 'panel', children: [text('c', 'New')] } as UiElement;
		live.take([text('a', '60'), panel]);
		expect(said).toEqual(['1', '60', 'New']);
		live.take([text('a', '61')]);
		leave();
		clock.advance(60_000);
		expect(said).toEqual(['1', '60', 'New']);
	});
});
