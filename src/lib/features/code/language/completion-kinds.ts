import ts from 'typescript';
import type { CompletionKind } from './language-protocol.ts';

const KINDS: ReadonlyMap<string, CompletionKind> = new Map([
	[ts.ScriptElementKind.memberFunctionElement, 'method'],
	[ts.ScriptElementKind.memberVariableElement, 'property'],
	[ts.ScriptElementKind.memberGetAccessorElement, 'property'],
	[ts.ScriptElementKind.memberSetAccessorElement, 'property'],
	[ts.ScriptElementKind.classElement, 'class'],
	[ts.ScriptElementKind.interfaceElement, 'type'],
	[ts.ScriptElementKind.typeElement, 'type'],
	[ts.ScriptElementKind.typeParameterElement, 'type'],
	[ts.ScriptElementKind.functionElement, 'function'],
	[ts.ScriptElementKind.localFunctionElement, 'function'],
	[ts.ScriptElementKind.keyword, 'keyword'],
	[ts.ScriptElementKind.primitiveType, 'keyword'],
	[ts.ScriptElementKind.string, 'constant'],
	[ts.ScriptElementKind.enumMemberElement, 'constant'],
	[ts.ScriptElementKind.moduleElement, 'namespace'],
]);

export const completionKind = (kind: ts.ScriptElementKind): CompletionKind => KINDS.get(kind) ?? 'variable';

/** Whether somebody may want it: not what is on its way out, nor the innermost of the language. */
export const isUseful = ({ name, kindModifiers }: ts.CompletionEntry): boolean =>
	!name.startsWith('__') && !(kindModifiers ?? '').includes(ts.ScriptElementKindModifier.deprecatedModifier);
