import { describe, expect, it, vi } from 'vitest';
import { CommandRegistry } from './command-registry.ts';

describe('the command registry', () => {
	it('[E1] runs a command by its id, or says why not', () => {
		const registry = new CommandRegistry();
		const run = vi.fn();
		let reason: string | undefined = 'Select something first';
		registry.provide({ 'entity.delete': { run, reason: () => reason } });
		expect(registry.run('entity.delete')).toEqual({
			ok: false,
			error: { kind: 'cannot', message: 'Select something first' },
		});
		expect(run).not.toHaveBeenCalled();
		reason = undefined;
		expect(registry.run('entity.delete').ok).toBe(true);
		expect(run).toHaveBeenCalledOnce();
		expect(registry.run('tree.search')).toEqual({ ok: false, error: { kind: 'absent' } });
	});

	it('[E1] offers what is on screen, and tells when that changes', () => {
		const registry = new CommandRegistry();
		const changed = vi.fn();
		registry.onChange(changed);
		const takeBack = registry.provide({ 'tree.search': { run: vi.fn() }, 'grid.toggle': { run: vi.fn() } });
		expect(registry.offered).toEqual(['grid.toggle', 'tree.search']);
		takeBack();
		takeBack();
		expect(registry.offered).toEqual([]);
		expect(changed).toHaveBeenCalled();
	});

	it('[E1] of two that offer one command the last runs, until it goes', () => {
		const registry = new CommandRegistry();
		const [first, second] = [vi.fn(), vi.fn()];
		registry.provide({ 'tree.search': { run: first } });
		const takeBack = registry.provide({ 'tree.search': { run: second } });
		registry.run('tree.search');
		expect(second).toHaveBeenCalledOnce();
		takeBack();
		registry.run('tree.search');
		expect(first).toHaveBeenCalledOnce();
	});
});
