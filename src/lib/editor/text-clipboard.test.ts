import { describe, expect, it } from 'vitest';
import { TextClipboard } from './text-clipboard.ts';

function setup({ text = '', denied = false, none = false } = {}) {
	const state = { text, denied };
	const ask = async () => {
		if (state.denied) throw new DOMException('denied', 'NotAllowedError');
	};
	const system = {
		readText: async () => (await ask(), state.text),
		writeText: async (next: string) => (await ask(), void (state.text = next)),
	};
	return { clipboard: new TextClipboard(() => (none ? undefined : system)), state };
}

describe('the clipboard', () => {
	it('[E56] is the system’s where it is allowed', async () => {
		const { clipboard, state } = setup({ text: 'before' });
		expect(await clipboard.read()).toBe('before');
		expect(await clipboard.write('light')).toBe(true);
		state.text = 'from elsewhere';
		expect(await clipboard.read()).toBe('from elsewhere');
	});
	it.each([{ denied: true }, { none: true }])('[E56] is our own where it is not: %j', async (how) => {
		const { clipboard } = setup(how);
		expect(await clipboard.read()).toBeNull();
		expect(await clipboard.write('light')).toBe(false);
		expect(await clipboard.read()).toBe('light');
	});
	it('[E56] prefers what was copied here to what is older there', async () => {
		const { clipboard, state } = setup({ text: 'old', denied: true });
		await clipboard.write('light');
		state.denied = false;
		expect(await clipboard.read()).toBe('light');
	});
	it('[E56] remembers what a key has copied, for when it may not be read back', async () => {
		const { clipboard } = setup({ denied: true });
		clipboard.note('light');
		expect(await clipboard.read()).toBe('light');
	});
});
