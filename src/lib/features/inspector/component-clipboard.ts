import { clipText } from '#lib/base/clip-text.ts';
import type { PastedComponent } from '#lib/doc/commands/paste-component.ts';
import { componentOf } from '#lib/doc/components/registry.ts';
import {
	formatComponentCopy,
	parseComponentCopy,
	type ComponentCopyProblem,
} from '#lib/editor/component-copy.ts';
import type { TextClipboard } from '#lib/editor/text-clipboard.ts';
import { m } from '#lib/paraglide/messages.js';
import { isOfText } from '#lib/ui/is-of-text.ts';
import type { Notice } from '#lib/studio/workspace-commands.ts';
import { COMPONENT_LABELS } from './component-words.ts';
import { fieldLabel } from './labels.ts';
import { copyOfScript, type ScriptGroup } from './script-groups.ts';
import type { Inspection } from './inspection.svelte.ts';

type Options = {
	readonly inspection: Inspection;
	readonly clipboard: TextClipboard;
	readonly notify: (notice: Notice) => void;
	/** The keys that paste without the browser's leave. */
	readonly pasteKeys: string;
};

/** A component of all that is selected, or a script. */
type Copied = PastedComponent | ScriptGroup;

const labelOf = (component: Copied): string =>
	COMPONENT_LABELS[typeof component === 'string' ? component : 'script']();

/** Components on their way from one entity to others, and in words what became of them. */
export class ComponentClipboard {
	#options: Options;

	constructor(options: Options) {
		this.#options = options;
	}

	async copy(component: Copied): Promise<void> {
		const text = this.#textOf(component);
		if (text === undefined) return;
		const isEverywhere = await this.#options.clipboard.write(text);
		this.#tellCopied(component, isEverywhere);
	}

	async paste(): Promise<void> {
		const { clipboard, notify, pasteKeys } = this.#options;
		const text = await clipboard.read();
		if (text === null) notify({ kind: 'error', text: m.inspector_paste_denied({ keys: pasteKeys }) });
		else this.#pasteText(text);
	}

	/** The browser's own keys: what they carry needs nobody's leave. */
	copyInto(event: ClipboardEvent, component: Copied): void {
		if (isOfText(event) || !event.clipboardData) return;
		event.preventDefault();
		const text = this.#textOf(component);
		if (text === undefined) return;
		event.clipboardData.setData('text/plain', text);
		this.#options.clipboard.note(text);
		this.#tellCopied(component, true);
	}

	/** Nothing of a section is cut, and least of all the entity that it belongs to. */
	leaveCut(event: ClipboardEvent): void {
		if (!isOfText(event)) event.preventDefault();
	}

	pasteFrom(event: ClipboardEvent): void {
		const { inspection, notify } = this.#options;
		if (isOfText(event) || !event.clipboardData) return;
		event.preventDefault();
		if (inspection.readOnly) notify({ kind: 'error', text: m.inspector_read_only() });
		else this.#pasteText(event.clipboardData.getData('text/plain'));
	}

	#textOf(component: Copied): string | undefined {
		const { inspection } = this.#options;
		const copy =
			typeof component === 'string'
				? inspection.copyOf(component)
				: copyOfScript(component, inspection.entities);
		if (copy.ok) return formatComponentCopy(copy.value);
		const words = {
			field: typeof copy.error === 'string' ? copy.error : fieldLabel(copy.error.key),
			component: labelOf(component),
		};
		this.#options.notify({ kind: 'error', text: m.inspector_copy_mixed(words) });
		return undefined;
	}

	#tellCopied(component: Copied, isEverywhere: boolean): void {
		const words = { component: labelOf(component) };
		const text = isEverywhere ? m.inspector_copied(words) : m.inspector_copied_here(words);
		this.#options.notify({ kind: 'info', text });
	}

	#pasteText(text: string): void {
		const { inspection, notify } = this.#options;
		const copy = parseComponentCopy(text);
		if (!copy.ok) return notify({ kind: 'error', text: problemWords(copy.error) });
		const lost = inspection.paste(copy.value);
		if (!lost) return;
		const component = COMPONENT_LABELS[copy.value.component]();
		notify({ kind: 'info', text: m.inspector_pasted({ component }) });
		if (lost.length === 0) return;
		const fields = lost.map(({ key }) => fieldLabel(key)).join(', ');
		notify({ kind: 'info', text: m.inspector_paste_lost({ fields }) });
	}
}

function problemWords(problem: ComponentCopyProblem): string {
	switch (problem.kind) {
		case 'no-copy':
			return m.inspector_paste_nothing();
		case 'newer':
			return m.inspector_paste_newer();
		case 'unknown-component':
			return m.inspector_paste_unknown_component({ name: clipText(problem.name, NAME_LENGTH) });
		case 'unknown-field': {
			const component = COMPONENT_LABELS[problem.component]();
			return m.inspector_paste_unknown_field({ component, name: clipText(problem.name, NAME_LENGTH) });
		}
		case 'wrong-value': {
			const { key, component } = problem.field;
			const words = { field: fieldLabel(key), component: COMPONENT_LABELS[componentOf(component)]() };
			return m.inspector_paste_wrong_value({ ...words, rule: problem.rule });
		}
	}
}

const NAME_LENGTH = 40;
