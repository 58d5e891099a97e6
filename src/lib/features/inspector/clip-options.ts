import { m } from '#lib/paraglide/messages.js';

type Option = { readonly value: string; readonly label: string };

/** What a model's movements are chosen from: the first of them, each by its name, and what is set but not in it. */
export function clipOptions(clips: readonly string[], value: string | null): readonly Option[] {
	const [first] = clips;
	const options = [
		{
			value: '',
			label: first === undefined ? m.inspector_clip_none() : m.inspector_clip_first({ clip: first }),
		},
		...clips.map((clip) => ({ value: clip, label: clip })),
	];
	if (value && !clips.includes(value))
		options.push({ value, label: m.inspector_clip_missing({ clip: value }) });
	return options;
}
