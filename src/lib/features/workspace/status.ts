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

/** Who has what in hand, for the first of the others who has something; null when nobody does. */
export function peerActivity(
	peers: readonly Peer[],
	entities: ReadonlyMap<EntityId, { readonly name: string }>,
): string | null {
	for (const { user, selection } of peers) {
		const entity = entities.get(selection[0] as EntityId);
		if (entity) return m.studio_peer_selected({ name: user.name || m.studio_guest(), entity: entity.name });
	}
	return null;
}
