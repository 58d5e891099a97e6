import { assertNever } from '#lib/base/assert.ts';
import type { EntityId } from '#lib/base/ids.ts';
import type { ViewportTool } from '#lib/engine/viewport-port.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Peer } from '#lib/sync/presence.ts';

/** What the mouse and the modifiers do with the tool in hand. `key` toggles snapping. */
export function toolHint(tool: ViewportTool | 'viewer', key: string): string {
	switch (tool) {
		case 'select':
			return m.studio_hint_select();
		case 'move':
			return m.studio_hint_move({ key });
		case 'rotate':
			return m.studio_hint_rotate({ key });
		case 'scale':
			return m.studio_hint_scale({ key });
		case 'viewer':
			return m.studio_hint_viewer();
		default:
			return assertNever(tool);
	}
}

type Named = ReadonlyMap<EntityId, { readonly name: string }>;

/**
 * What the first of the others who does something does: drags (`held`, by their client id), or has something selected;
 * null when nobody does.
 */
export function peerActivity(
	peers: readonly Peer[],
	held: ReadonlyMap<number, readonly EntityId[]>,
	entities: Named,
): string | null {
	const nameOf = ({ user }: Peer) => user.name || m.studio_guest();
	for (const peer of peers) {
		const entity = firstOf(held.get(peer.clientId) ?? [], entities);
		if (entity !== undefined) return m.studio_peer_moving({ name: nameOf(peer), entity });
	}
	for (const peer of peers) {
		const entity = firstOf(peer.selection as readonly EntityId[], entities);
		if (entity !== undefined) return m.studio_peer_selected({ name: nameOf(peer), entity });
	}
	return null;
}

const firstOf = ([id]: readonly EntityId[], entities: Named): string | undefined =>
	id && entities.get(id)?.name;
