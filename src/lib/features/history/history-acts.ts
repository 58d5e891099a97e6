import type { CommandAct } from '#lib/editor/commands/command-registry.ts';
import type { CommandId } from '#lib/editor/commands/command-table.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { VersionsRequest } from './versions-request.ts';

type Dialogs = { readonly showVersions: (request: VersionsRequest) => void };

/** What can be asked of a project's past. */
export function historyActs(
	workspace: Workspace,
	{ showVersions }: Dialogs,
): Readonly<Partial<Record<CommandId, CommandAct>>> {
	const reason = () => (workspace.document ? undefined : m.history_why_nothing());
	const selected = () => {
		const { selected: ids = [], snapshot } = workspace.scene ?? {};
		const [id] = ids;
		return ids.length === 1 && id ? snapshot?.entities.get(id) : undefined;
	};
	return {
		'versions.open': { run: () => showVersions({}), reason },
		'version.name': { run: () => showVersions({ naming: true }), reason },
		'entity.versions': {
			run: () => {
				const entity = selected();
				if (entity) showVersions({ entity: { id: entity.id, name: entity.name } });
			},
			reason: () => reason() ?? (selected() ? undefined : m.history_why_one()),
		},
	};
}
