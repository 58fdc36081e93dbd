/**
 * Puts variables into a value of a compose file: `${NAME}`, and `$$` for one `$`; the two forms that ours has.
 * Throws on any other.
 */
export function interpolate(value: string, variables: Readonly<Record<string, string | undefined>>): string {
  return value.replace(/\$(?:(\$)|\{(\w+)\}|)/g, (form: string, dollar?: string, name?: string) => {
    if (dollar !== undefined) return dollar;
    const found = name === undefined ? undefined : variables[name];
    if (found === undefined) throw new Error(`${form} in "${value}" stands for nothing`);
    return found;
  });
}
