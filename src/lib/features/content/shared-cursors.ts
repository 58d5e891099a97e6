import type { PageSession } from '#lib/studio/page-session.svelte.ts';

type Awareness = PageSession['awareness'];
type State = ReturnType<Awareness['getStates']> extends Map<number, infer S> ? S : never;

/** Whose cursor: a name, and 1 to 8 for the colour. */
export type CursorOwner = { readonly name: string; readonly peer: number };

/**
 * The presence as the cursor binding wants it: it expects a colour in hex and writes into the states it reads, so it
 * gets copies. Everything it sets goes through to the presence itself.
 */
export class SharedCursors {
	#awareness: Awareness;
	#guest: string;

	constructor(awareness: Awareness, guest: string) {
		this.#awareness = awareness;
		this.#guest = guest;
	}

	get clientID(): number {
		return this.#awareness.clientID;
	}

	getStates(): Map<number, State> {
		const states = new Map<number, State>();
		for (const [clientId, state] of this.#awareness.getStates()) {
			const { user, cursor } = state as { user?: { name?: unknown; color?: unknown }; cursor?: unknown };
			const name = typeof user?.name === 'string' && user.name !== '' ? user.name : this.#guest;
			const peer = typeof user?.color === 'number' ? user.color : 1;
			// The colour is only there to please the binding; ours is `peer`.
			states.set(clientId, { cursor, user: { name, peer, color: '#000000' } });
		}
		return states;
	}

	getLocalState() {
		return this.#awareness.getLocalState();
	}

	setLocalStateField(field: string, value: unknown): void {
		this.#awareness.setLocalStateField(field, value);
	}

	on(event: 'change', listener: () => void): void {
		this.#awareness.on(event, listener);
	}

	off(event: 'change', listener: () => void): void {
		this.#awareness.off(event, listener);
	}
}

/** A caret with a name tag. Styled by classes and a property: the content security policy allows no style attributes. */
export function buildCursor({ name, peer }: CursorOwner): HTMLElement {
	const caret = document.createElement('span');
	caret.className = 'peer-caret';
	caret.style.setProperty('--hue', `var(--peer-${peer})`);
	const tag = document.createElement('span');
	tag.className = 'peer-name';
	tag.textContent = name;
	// Word joiners on both sides, so that the caret takes no part in line breaking.
	caret.append('\u2060', tag, '\u2060');
	return caret;
}

/** How what somebody else selected is marked. */
export const cursorSelection = ({ peer }: CursorOwner) => ({
	class: 'peer-selection',
	style: `--hue: var(--peer-${peer})`,
});
