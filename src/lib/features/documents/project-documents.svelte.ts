import type { DocumentId } from '#lib/base/ids.ts';
import type { Result } from '#lib/base/result.ts';
import type { ContentKind } from '#lib/doc/live-document.ts';
import type { DocumentEntry } from '#lib/doc/project.ts';
import { m } from '#lib/paraglide/messages.js';
import { latePart } from '#lib/studio/late-part.ts';
import type { Workspace } from '#lib/studio/workspace.svelte.ts';
import type { ToastInput } from '#lib/ui/toasts.svelte.ts';

type Options = {
	readonly workspace: Workspace;
	readonly show: (toast: ToastInput) => void;
};

const NAMES = {
	scene: m.studio_scene_name,
	prefab: m.studio_scene_name,
	page: m.studio_page_name,
	script: m.studio_script_name,
};

/** The documents of the project on screen, and what can be done with them. Refusals are told. */
export class ProjectDocuments {
	#options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	listOf(kind: ContentKind): readonly DocumentEntry[] {
		return this.#options.workspace.session.documents.filter((document) => document.kind === kind);
	}

	/** Creates a document and shows it. */
	async create(kind: ContentKind): Promise<void> {
		const { workspace } = this.#options;
		const title = this.#freeTitle(kind);
		const made = await workspace.session.create(kind, title);
		if (!this.#tell(made)) return;
		const script = workspace.session.script(made.value);
		// Where it could not come, the script begins empty.
		const begin = script && (await latePart(import('#lib/studio/begin-script.ts')));
		if (begin) this.#tell(begin.beginScript(script.document, title));
		workspace.show(made.value);
	}

	renameProject(title: string): void {
		this.#tell(this.#options.workspace.session.rename(title));
	}

	rename(id: DocumentId, title: string): void {
		this.#tell(this.#options.workspace.session.renameDocument(id, title));
	}

	/** Takes it out of the project; the toast puts it back. */
	remove({ id, title }: DocumentEntry): void {
		const { workspace, show } = this.#options;
		const { session } = workspace;
		if (!this.#tell(session.setDocumentRemoved(id, true))) return;
		workspace.closeTabs([id]);
		show({
			kind: 'info',
			text: m.studio_document_deleted({ title }),
			action: { label: m.studio_put_back(), run: () => this.#putBack(id) },
		});
	}

	/** Says that what is open was deleted by somebody; whoever may change the project can put it back. */
	tellGone({ id, title }: DocumentEntry, shown?: DocumentEntry): void {
		const { workspace, show } = this.#options;
		const text = shown ? m.tabs_gone_shown({ title, shown: shown.title }) : m.tabs_gone({ title });
		const action = { label: m.studio_put_back(), run: () => this.#putBack(id) };
		show({ kind: 'info', text, ...(workspace.session.canEdit && { action }) });
	}

	#putBack(id: DocumentId): void {
		const { session } = this.#options.workspace;
		if (this.#tell(session.setDocumentRemoved(id, false))) this.#options.workspace.show(id);
	}

	#freeTitle(kind: ContentKind): string {
		const taken = new Set(this.listOf(kind).map(({ title }) => title));
		for (let number = taken.size + 1; ; number++) {
			const title = NAMES[kind]({ number });
			if (!taken.has(title)) return title;
		}
	}

	#tell<T>(result: Result<T, { readonly message: string }>): result is Extract<typeof result, { ok: true }> {
		if (!result.ok) this.#options.show({ kind: 'error', text: result.error.message });
		return result.ok;
	}
}
