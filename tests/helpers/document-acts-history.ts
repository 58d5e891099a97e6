import { mintDocumentId, type DocumentId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { addBranch, readBranches, setBranchRemoved } from '#lib/doc/branches/branch-list.ts';
import { forkDocument, mergeBranch } from '#lib/doc/branches/merge-branch.ts';
import { previewMerge } from '#lib/doc/branches/preview-merge.ts';
import { readRegisters } from '#lib/doc/branches/read-registers.ts';
import { replaceText } from '#lib/doc/commands/edit-script.ts';
import { restoreDocument } from '#lib/doc/commands/restore-document.ts';
import { restoreEntity } from '#lib/doc/commands/restore-entity.ts';
import { setFields } from '#lib/doc/commands/set-fields.ts';
import { diffDocuments } from '#lib/doc/diff/diff-documents.ts';
import { readDocument } from '#lib/doc/diff/document-snapshot.ts';
import { openVersion } from '#lib/doc/diff/open-version.ts';
import { registerKey } from '#lib/doc/registers.ts';
import { SceneDocument, type SceneSnapshot } from '#lib/doc/scene.ts';
import { plain, same } from './document-checks.ts';
import type { Act, Turn } from './document-turn.ts';

const MANY_VERSIONS = 12;
const MANY_FORKS = 2;

const keepVersion: Act = (turn) => {
	const { world, person } = turn;
	const documentId = turn.pickOf(world.documentsOf('scene', 'prefab', 'script', 'project'));
	if (world.versions.length >= MANY_VERSIONS) world.versions.shift();
	world.versions.push({ documentId, bytes: person.open(documentId).encodeState() });
	return `keeps a version of ${turn.titleOf(documentId)}`;
};

const restore: Act = (turn) => {
	const { world, person } = turn;
	const versions = world.versions.filter((version) => turn.mayEdit(version.documentId));
	if (versions.length === 0) return undefined;
	const { documentId, bytes } = turn.pickOf(versions);
	const document = person.open(documentId);
	const version = unwrap(openVersion(bytes, document.kind, documentId));
	const { content } = version;
	const swept =
		content.kind === 'scene' || content.kind === 'prefab'
			? sweptSince(turn, content.snapshot, documentId)
			: 0;
	const restored = restoreDocument(document, content, { clock: world.clock });
	const now = readDocument(document);
	if (restored.ok) world.ledger.count('restores');
	if (restored.ok && swept === 0 && content.kind !== 'project') {
		const left = plain(diffDocuments(content, now));
		const none = plain(diffDocuments(content, content));
		same(left, none, `the ${document.kind} restored, and as it was`);
	}
	version.document.destroy();
	return turn.told(restored, `restores ${turn.titleOf(documentId)}`);
};

/** How many entities of a version were deleted for good, and come back under other ids. */
const sweptSince = ({ person }: Turn, { entities }: SceneSnapshot, id: DocumentId): number =>
	[...entities.keys()].filter((entity) => !person.scene(id).find(entity)).length;

const restoreOne: Act = (turn) => {
	const { world, person } = turn;
	const versions = world.versions.filter(
		({ documentId: id }) => ['scene', 'prefab'].includes(world.kindOf(id)) && turn.mayEdit(id),
	);
	if (versions.length === 0) return undefined;
	const { documentId, bytes } = turn.pickOf(versions);
	const scene = person.scene(documentId);
	const version = unwrap(openVersion(bytes, scene.document.kind, documentId));
	const then = new SceneDocument(version.document);
	const { snapshot } = then;
	then.dispose();
	version.document.destroy();
	const ids = [...snapshot.entities.keys()].sort();
	if (ids.length === 0) return undefined;
	const id = turn.pickOf(ids);
	const before = scene.snapshot;
	const withChildren = turn.chance(40);
	const restored = restoreEntity(scene, snapshot, id, { withChildren, random: turn.random });
	if (restored.ok) {
		world.ledger.count('restores');
		const now = scene.snapshot.entities.get(restored.value.renamed.get(id) ?? id);
		const was = snapshot.entities.get(id);
		if (restored.value.renamed.size === 0) {
			same(
				plain([now?.name, { ...now?.values }]),
				plain([was?.name, { ...was?.values }]),
				'the entity restored',
			);
		}
		if (!withChildren) checkUntouched(before, scene.snapshot, id);
	}
	const name = snapshot.entities.get(id)?.name ?? '';
	return turn.told(restored, `restores “${name}” (${id.slice(0, 4)})${withChildren ? ' and all below' : ''}`);
};

/** Nothing else was given, nothing taken; places may be keyed anew to make room. */
function checkUntouched(before: SceneSnapshot, after: SceneSnapshot, id: string): void {
	for (const [other, { name, values }] of before.entities) {
		if (other === id) continue;
		const now = after.entities.get(other);
		same(
			plain([now?.name, { ...now?.values }]),
			plain([name, { ...values }]),
			`${other}, which was not restored`,
		);
	}
}

const fork: Act = (turn) => {
	const { world, person } = turn;
	const sourceId = turn.pickOf(world.documentsOf('scene', 'script'));
	if (world.forks.size >= MANY_FORKS || world.forks.has(sourceId)) return undefined;
	const id = mintDocumentId();
	const forked = forkDocument(person.open(sourceId), id);
	world.list(id, world.kindOf(sourceId));
	world.forks.set(id, sourceId);
	person.open(id, forked.encodeState());
	forked.destroy();
	const index = person.project.document;
	const listed = addBranch(index, 'Try', world.clock.now(), new Map([[sourceId, id]]));
	return turn.told(listed, `branches ${turn.titleOf(sourceId)} off as ${id.slice(0, 4)}`);
};

const removeBranch: Act = (turn) => {
	const index = turn.person.project.document;
	const branches = readBranches(index);
	if (branches.length === 0) return undefined;
	const { id, removed } = turn.pickOf(branches);
	return turn.told(
		setBranchRemoved(index, id, !removed),
		removed ? 'puts a branch back' : 'deletes a branch',
	);
};

/** One field becomes something on the branch, and something else beside it; then they may be merged. */
const workOnBoth: Act = (turn) => {
	const { world, person } = turn;
	const forks = [...world.forks].filter(([id]) => world.kindOf(id) === 'scene' && person.documents.has(id));
	if (forks.length === 0) return undefined;
	const [forkId, sourceId] = turn.pickOf(forks);
	const scenes = [person.scene(forkId), person.scene(sourceId)] as const;
	const id = turn.entity(scenes[0]);
	if (!id || !scenes[1].snapshot.entities.has(id)) return undefined;
	const what = turn.nameOf(scenes[0], id);
	const told = scenes.map((scene) => {
		const set = setFields(scene, [{ entityId: id, key: 'position', value: [turn.pick(5), 1, 2] }]);
		return turn.told(set, `places ${what} in ${turn.titleOf(scene.document.id)}`);
	});
	if (turn.chance(50)) told.push(mergeInto(turn, sourceId, forkId) ?? '');
	return told.join(' and ');
};

/** One way or the other, now and then choosing what stands where both changed something. */
const merge: Act = (turn) => {
	const { world } = turn;
	if (world.forks.size === 0) return undefined;
	const [forkId, sourceId] = turn.pickOf([...world.forks]);
	return turn.chance(65) ? mergeInto(turn, sourceId, forkId) : mergeInto(turn, forkId, sourceId);
};

/** Goes on writing: what comes and goes meanwhile must not lead astray. */
function write(turn: Turn, id: DocumentId): void {
	const script = turn.person.script(id);
	const start = turn.pick(script.snapshot.length + 1);
	const before = script.snapshot.text;
	if (!replaceText(script, { start, end: start, text: '+' }).ok) return;
	const expected = `${before.slice(0, start)}+${before.slice(start)}`;
	const anew = readDocument(script.document);
	same(plain(anew.snapshot), plain({ text: expected, length: expected.length }), 'what was written');
}

function mergeInto(turn: Turn, into: DocumentId, from: DocumentId): string | undefined {
	const { world, person } = turn;
	// A branch of which nothing has arrived yet is no branch of anything.
	if (!person.documents.has(into) || !person.documents.has(from) || !turn.mayEdit(into)) return undefined;
	const [target, branch] = [person.open(into), person.open(from)];
	if (target.kind === 'script') write(turn, from);
	const preview = previewMerge(target, branch);
	const chosen = turn.chance(60) ? preview.conflicts.slice(0, 3) : [];
	const choices = chosen.map(({ table, row, key, ours, theirs, merged }) => ({
		table,
		row,
		key,
		value: plain(merged) === plain(ours) ? theirs : ours,
	}));
	const merged = mergeBranch(target, branch, choices);
	if (target.kind === 'script') write(turn, into);
	if (merged.ok) {
		world.ledger.count('merges');
		world.ledger.count('merge conflicts', preview.conflicts.length);
		for (const change of merged.value) if (change.is !== null) person.merged.add(`${into} ${change.is}`);
		const now = readRegisters(target.ydoc);
		const expected = new Map(preview.changes.map((change) => [registerKey(change), change.after]));
		for (const choice of choices) expected.set(registerKey(choice), choice.value);
		for (const [at, value] of expected) {
			same(
				plain(now.get(at)?.value ?? null),
				plain(value ?? null),
				`${at.split('\n').join(' ')} of a merge, and its preview`,
			);
		}
		const again = previewMerge(target, branch);
		if (choices.length === 0 && !again.upToDate) throw new Error('A merged branch is not merged.');
	}
	return turn.told(
		merged,
		`merges ${turn.titleOf(from)} into ${into.slice(0, 4)}, choosing ${choices.length}`,
	);
}

/** What people do with earlier states and branches, and how often. */
export const HISTORY_ACTS = {
	'keep a version': [3, keepVersion],
	restore: [2, restore],
	'restore one': [2, restoreOne],
	fork: [2.5, fork],
	'remove a branch': [0.5, removeBranch],
	'work on both': [5, workOnBoth],
	merge: [4, merge],
} as const satisfies Record<string, readonly [share: number, act: Act]>;
