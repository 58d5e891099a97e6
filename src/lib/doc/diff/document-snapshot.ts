import type { LiveDocument } from '../live-document.ts';
import { PageDocument, type PageSnapshot } from '../page.ts';
import { ProjectDocument, type ProjectSnapshot } from '../project.ts';
import { SceneDocument, type SceneSnapshot } from '../scene.ts';
import { ScriptDocument, type ScriptSnapshot } from '../script.ts';

/** Any document at one moment: plain, and all it takes to show, compare or restore it. */
export type DocumentSnapshot =
	| { readonly kind: 'project'; readonly snapshot: ProjectSnapshot }
	| { readonly kind: 'scene' | 'prefab'; readonly snapshot: SceneSnapshot }
	| { readonly kind: 'script'; readonly snapshot: ScriptSnapshot }
	| { readonly kind: 'page'; readonly snapshot: PageSnapshot };

/** Reads a whole document. Whoever has its scene, project, script or page at hand takes the snapshot of that. */
export function readDocument(document: LiveDocument): DocumentSnapshot {
	const { kind } = document;
	switch (kind) {
		case 'project':
			return { kind, snapshot: snapshotOf(new ProjectDocument(document)) };
		case 'scene':
		case 'prefab':
			return { kind, snapshot: snapshotOf(new SceneDocument(document)) };
		case 'script':
			return { kind, snapshot: snapshotOf(new ScriptDocument(document)) };
		case 'page':
			return { kind, snapshot: snapshotOf(new PageDocument(document)) };
	}
}

function snapshotOf<S>(reader: { readonly snapshot: S; dispose(): void }): S {
	const { snapshot } = reader;
	reader.dispose();
	return snapshot;
}
