/** The part of Khronos' reference validator that tests ask. */
declare module 'gltf-validator' {
	export type ValidatorMessage = {
		readonly code: string;
		readonly message: string;
		/** 0 error, 1 warning, 2 information, 3 hint. */
		readonly severity: 0 | 1 | 2 | 3;
		readonly pointer?: string;
	};
	export type ValidatorReport = {
		readonly issues: {
			readonly numErrors: number;
			readonly numWarnings: number;
			readonly messages: readonly ValidatorMessage[];
		};
		readonly info: Readonly<Record<string, unknown>>;
	};
	export function validateBytes(
		bytes: Uint8Array,
		options?: { readonly ignoredIssues?: readonly string[]; readonly maxIssues?: number },
	): Promise<ValidatorReport>;
}
