import {
	COMPONENT_NAMES,
	COMPONENTS,
	declaredFields,
	type ComponentName,
	type DeclaredField,
} from '#lib/doc/components/registry.ts';

/** A field as a search names it; of a vector, one of its numbers. */
export type QueryField = {
	readonly declared: DeclaredField<ComponentName>;
	readonly axis: number | undefined;
};

const AXES = ['x', 'y', 'z'] as const;
const VECTOR_LENGTHS: Readonly<Partial<Record<DeclaredField['field']['kind'], number>>> = {
	vector2: 2,
	vector3: 3,
};

/** Whatever the case, the accents and the spaces between: `castShadow`, “Cast shadow” and `cast-shadow` are one. */
export const fold = (text: string): string =>
	text
		.normalize('NFD')
		.replace(/[\p{M}\s_-]/gu, '')
		.toLowerCase();

/** The numbers that a field consists of, by the names they are searched for with; none for what is no vector. */
export function partsOf({ name, field }: DeclaredField): readonly string[] {
	return AXES.slice(0, VECTOR_LENGTHS[field.kind] ?? 0).map((axis) => `${name}.${axis}`);
}

// By key and by label, with and without the component's in front. Made once: a search is parsed at every key.
const COMPONENTS_BY_NAME = new Map<string, ComponentName>(
	COMPONENT_NAMES.flatMap((name) => namesOf(name).map((known) => [known, name])),
);
const FIELDS_BY_NAME = new Map<string, QueryField[]>();
for (const component of COMPONENT_NAMES) {
	for (const declared of declaredFields(component)) {
		addNames(declared, '', undefined);
		partsOf(declared).forEach((_, axis) => addNames(declared, `.${AXES[axis]}`, axis));
	}
}

/** The component with this key or label. */
export const componentCalled = (word: string): ComponentName | undefined =>
	COMPONENTS_BY_NAME.get(fold(word));

/** Every field with this key or label; several components have a `color`. */
export const fieldsCalled = (word: string): readonly QueryField[] => FIELDS_BY_NAME.get(fold(word)) ?? [];

function namesOf(component: ComponentName): readonly string[] {
	return [fold(component), fold(COMPONENTS[component].label)];
}

function addNames(declared: DeclaredField<ComponentName>, end: string, axis: number | undefined): void {
	const own = [fold(declared.name), fold(declared.field.label)];
	const full = namesOf(declared.component).flatMap((name) => own.map((field) => `${name}.${field}`));
	for (const name of new Set([...own, ...full])) {
		const known = FIELDS_BY_NAME.get(name + end) ?? [];
		FIELDS_BY_NAME.set(name + end, [...known, { declared, axis }]);
	}
}
