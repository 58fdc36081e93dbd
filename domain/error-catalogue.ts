/** Whose fault an error is; decides how it is told and which exit code it has. */
export type Fault = 'usage' | 'config' | 'access' | 'host' | 'xapi' | 'temporal' | 'ours';

export interface CatalogueEntry {
  readonly fault: Fault;
  /** Whether trying again can help; the one place that decides it. */
  readonly retryable: boolean;
  readonly meaning: string;
  readonly whatToDo: string;
}

/** Every error a user can meet. docs/errors.md lists the same; a test holds the two together. */
export const errorCatalogue = {
  WrongUsage: {
    fault: 'usage',
    retryable: false,
    meaning: 'The command line asks for something that does not exist or does not go together.',
    whatToDo: 'See the usage of the command: xen-offload COMMAND --help.',
  },
  BadConfig: {
    fault: 'config',
    retryable: false,
    meaning: 'xen-offload.yaml, or a file it names, cannot be read or holds something unknown.',
    whatToDo: 'Correct the named line of the file.',
  },
  UnknownPool: {
    fault: 'config',
    retryable: false,
    meaning: 'No pool of that name is in xen-offload.yaml or among the saved pools.',
    whatToDo: 'Use a name from xen-offload.yaml, root@host, or simulated.',
  },
  HostUnreachable: {
    fault: 'access',
    retryable: true,
    meaning: 'No SSH connection to the host could be made.',
    whatToDo:
      'Check address, port and whether SSH is switched off on the host (xe host-enable-ssh, xe pool-enable-ssh).',
  },
  ConnectionLost: {
    fault: 'access',
    retryable: true,
    meaning: 'The SSH connection ended before the answer was complete; what the script did is unknown.',
    whatToDo: 'Nothing: the state is read again before anything is claimed. If it stays so, check the network.',
  },
  HostKeyUnknown: {
    fault: 'access',
    retryable: false,
    meaning: 'The host shows a key that known_hosts does not hold.',
    whatToDo:
      'Compare the fingerprint with the one on the host console; then trust it with --fingerprint, or new hosts with --accept-new.',
  },
  HostKeyChanged: {
    fault: 'access',
    retryable: false,
    meaning: 'The host shows another key than known_hosts holds, or a revoked one.',
    whatToDo:
      'Find out why. Only if the host was reinstalled, remove the old key with ssh-keygen -R and add the new one.',
  },
  KnownHostsUnreadable: {
    fault: 'access',
    retryable: false,
    meaning: 'A known_hosts file exists and cannot be read, so no host key can be checked.',
    whatToDo: 'Make the file readable for the user that runs the worker.',
  },
  KnownHostsUnwritable: {
    fault: 'access',
    retryable: false,
    meaning: 'A new host key was accepted and cannot be added to known_hosts, so it would be new every time.',
    whatToDo: 'Make the first known_hosts file writable for the user that runs the worker, or add the key by hand.',
  },
  AuthenticationFailed: {
    fault: 'access',
    retryable: false,
    meaning: 'The host refused every key and password that was offered.',
    whatToDo: 'Name the key with --identity or in xen-offload.yaml, load it into the SSH agent, or use --ask-password.',
  },
  IdentityUnusable: {
    fault: 'access',
    retryable: false,
    meaning: 'An identity file is missing, no private key, or locked with a passphrase.',
    whatToDo:
      'Name a private key that exists; for one with a passphrase use the SSH agent, a terminal or --passphrase-fd.',
  },
  NoCommonAlgorithm: {
    fault: 'access',
    retryable: false,
    meaning: 'The host and this tool share no SSH algorithm.',
    whatToDo:
      'Update the SSH server of the host, or allow its algorithms in ~/.ssh/config, as KexAlgorithms +diffie-hellman-group14-sha1.',
  },
  ScriptFailed: {
    fault: 'host',
    retryable: false,
    meaning: 'A host-side script ended with an error that it does not explain.',
    whatToDo: 'Read its message; run the script by hand on the host.',
  },
  ScriptTimedOut: {
    fault: 'host',
    retryable: true,
    meaning: 'A host-side script did not end in time and was stopped on the host.',
    whatToDo: 'Look at the load of the host; a hanging ethtool or xe shows in ps.',
  },
  OutputTooLarge: {
    fault: 'host',
    retryable: false,
    meaning: 'A host-side script printed more than the limit.',
    whatToDo: 'Report it with the name of the script; nothing was taken from the cut answer.',
  },
  OutputNotUnderstood: {
    fault: 'host',
    retryable: false,
    meaning: 'A program on the host printed something this tool cannot read for certain.',
    whatToDo: 'Report the named lines and the version of the program.',
  },
  ToolMissing: {
    fault: 'host',
    retryable: false,
    meaning: 'A program this tool needs is not on the host.',
    whatToDo: 'Install the named program on the host.',
  },
  CaptureFailed: {
    fault: 'host',
    retryable: false,
    meaning: 'tcpdump is on the host, and could listen on none of its NICs; its own words are in the message.',
    whatToDo: 'Run tcpdump -i on the named NIC by hand on the host.',
  },
  NotXenServer: {
    fault: 'host',
    retryable: false,
    meaning: 'The host has no xe command or no /etc/xensource-inventory.',
    whatToDo: 'Name a host that runs XenServer or XCP-ng.',
  },
  WrongHost: {
    fault: 'host',
    retryable: false,
    meaning: 'The machine at that address is not the host that the pool says lives there.',
    whatToDo: 'Check the address of the host in the pool and in the SSH configuration.',
  },
  HostLocked: {
    fault: 'host',
    retryable: false,
    meaning: 'Another run holds the lock on the host.',
    whatToDo: 'Wait for the named run, or remove the named lock if that run cannot exist any more.',
  },
  ModeNotApplied: {
    fault: 'host',
    retryable: false,
    meaning: 'ethtool was told to change a mode, and reading again shows it unchanged.',
    whatToDo: 'Exclude the NIC or the mode; the driver does not let it be changed.',
  },
  ModeChangedAgain: {
    fault: 'host',
    retryable: false,
    meaning: 'A mode that was applied has another value at the final check.',
    whatToDo: 'Find out who else changes offloads on this host.',
  },
  ChangeUseless: {
    fault: 'host',
    retryable: false,
    meaning: 'After it packets of the NIC arrive damaged as often as before; or it was a trial that nobody saw help.',
    whatToDo:
      'Look at its cable and switch port, and at the guests behind it. Where too little was heard: xen-offload remediate --trial --capture 30s. The change was taken back.',
  },
  ErrorsGrew: {
    fault: 'host',
    retryable: false,
    meaning: 'After the change of the canary and its soak, more packets are damaged than before.',
    whatToDo: 'Look at the named NIC and counter; the change was taken back unless --on-failure keep.',
  },
  DeadManFired: {
    fault: 'host',
    retryable: false,
    meaning: 'The change was not confirmed in time and the host took it back by itself.',
    whatToDo: 'Check the network of the host, then run again.',
  },
  PoolEmpty: {
    fault: 'xapi',
    retryable: false,
    meaning: 'The pool lists no host, or the selection leaves none.',
    whatToDo: 'Check --only and --exclude, and xe host-list on the coordinator.',
  },
  PoolTooLarge: {
    fault: 'xapi',
    retryable: false,
    meaning: 'The pool is larger than this tool was made for.',
    whatToDo: 'Select a part of it with --only.',
  },
  XapiUnavailable: {
    fault: 'xapi',
    retryable: true,
    meaning: 'The toolstack is starting, restarting, or cannot be reached.',
    whatToDo: 'Wait for xapi, or restart it with xe-toolstack-restart.',
  },
  XapiRefused: {
    fault: 'xapi',
    retryable: false,
    meaning: 'xe refused a command; its own words are in the message.',
    whatToDo: 'Read the words of xe; run the command by hand on the coordinator.',
  },
  StoredConflict: {
    fault: 'xapi',
    retryable: false,
    meaning: 'A stored value is no longer what it was when the plan was made: somebody else changed it.',
    whatToDo: 'Look at the named object, then plan again.',
  },
  StoredNotWritten: {
    fault: 'xapi',
    retryable: false,
    meaning: 'xe reported success, and reading again shows another value.',
    whatToDo: 'Look at the named object on the coordinator.',
  },
  UndoIncomplete: {
    fault: 'host',
    retryable: false,
    meaning: 'Something could not be put back; what still differs is named.',
    whatToDo: 'Run xen-offload rollback once the cause is gone, or set the named values by hand.',
  },
  RunInProgress: {
    fault: 'temporal',
    retryable: false,
    meaning: 'Another change of this pool is under way.',
    whatToDo: 'Watch it with xen-offload watch POOL, or wait for its end.',
  },
  NothingToRollBack: {
    fault: 'usage',
    retryable: false,
    meaning: 'No finished change of this pool is left to take back.',
    whatToDo: 'List the runs with xen-offload status POOL and name one.',
  },
  NothingToRetry: {
    fault: 'usage',
    retryable: false,
    meaning: 'The run brought every host to its end, or no run of the pool left anything to finish.',
    whatToDo: 'List the runs with xen-offload status POOL and name one.',
  },
  NotPlanned: {
    fault: 'usage',
    retryable: false,
    meaning: 'The run to finish never planned this host: it could not be looked at.',
    whatToDo: 'Run xen-offload remediate again; a plan is made anew.',
  },
  RequestRefused: {
    fault: 'usage',
    retryable: false,
    meaning: 'The run is not in a state in which it could do that.',
    whatToDo: 'See where it is: xen-offload watch POOL.',
  },
  RunNotFound: {
    fault: 'usage',
    retryable: false,
    meaning: 'No such run is known.',
    whatToDo: 'List the runs with xen-offload status POOL.',
  },
  RunCancelled: {
    fault: 'usage',
    retryable: false,
    meaning: 'Somebody cancelled the run.',
    whatToDo: 'Nothing; what was in flight was undone.',
  },
  ScheduleNotFound: {
    fault: 'usage',
    retryable: false,
    meaning: 'The pool has no audit schedule on this server.',
    whatToDo: 'See the schedules: xen-offload schedule list.',
  },
  NoWorker: {
    fault: 'temporal',
    retryable: false,
    meaning: 'No worker polls the task queue, so nothing would happen.',
    whatToDo: 'Start a worker for that queue (xen-offload worker), or xen-offload up in local mode.',
  },
  ServerUnreachable: {
    fault: 'temporal',
    retryable: false,
    meaning: 'The Temporal server at the given address does not answer, or does not let us in.',
    whatToDo: 'Check that it runs, and the address, TLS and API key: --address, TEMPORAL_…, or the profile.',
  },
  NamespaceMissing: {
    fault: 'temporal',
    retryable: false,
    meaning: 'The Temporal server has no namespace of that name.',
    whatToDo: 'Correct --namespace, or make it with xen-offload prepare-server.',
  },
  ServerUnavailable: {
    fault: 'temporal',
    retryable: false,
    meaning: 'The Temporal server cannot be reached or started.',
    whatToDo: 'Read the message; set TEMPORAL_CLI_PATH to a temporal binary, or install Go so that one can be built.',
  },
  Internal: {
    fault: 'ours',
    retryable: false,
    meaning: 'A defect of this tool.',
    whatToDo: 'Report it with the output of the same command and --debug.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorType = keyof typeof errorCatalogue;

export const isErrorType = (text: string): text is ErrorType => Object.hasOwn(errorCatalogue, text);
