/**
 * What host-side scripts call, and what fails without it: every run; only the look at packets; nothing, but no dom0
 * lacks it. `xe` is asked by its answer, and `timeout` is not needed: CentOS 5 has none.
 */
export const hostTools: Readonly<Record<string, 'every run' | 'captures' | 'nothing'>> = {
  ethtool: 'every run',
  awk: 'every run',
  cat: 'every run',
  date: 'every run',
  grep: 'every run',
  head: 'every run',
  ls: 'every run',
  mkdir: 'every run',
  mv: 'every run',
  nohup: 'every run',
  rm: 'every run',
  sed: 'every run',
  setsid: 'every run',
  sleep: 'every run',
  tcpdump: 'captures',
  mktemp: 'captures',
  bash: 'nothing',
};
