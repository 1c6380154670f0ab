namespace OvsWizard.Cli;

/// <summary>
/// What the manual page explains beyond commands and options: how runs, inventories, diagnosis and exports work.
/// </summary>
internal static class ManSections
{
    /// <summary>A title and its paragraphs, in English; their Chinese stands in Texts/zh/manual.yml.</summary>
    public static readonly (string Title, string[] Paragraphs)[] All =
    [
        ("RUNS",
        [
            "Before a step changes a host, the host prints how to restore what it is about to change: "
                + "a short shell script, the before-image. It is on the host's disk and in the journal "
                + "here, both synced, before the change begins. rollback runs these scripts in reverse "
                + "order on all hosts and verifies each step.",
            "resume reads in the journal what was done, checks on the hosts whether it still holds, "
                + "shows what has changed since, finishes what was under way and continues. The plan must "
                + "be the one the run started with; otherwise it says what differs and does nothing.",
            "A step that may cut the operator off is guarded: it runs outside the session, one host "
                + "at a time. Before it, the host arms a timed undo (systemd) that needs no connection. "
                + "Only a new login that verifies the step, and finds every peer answering that answered "
                + "before, disarms it.",
            "One run per host at a time: a second one is refused and told who holds the host, since "
                + "when and from where. A dead session holds nothing; --take-over ends a live one.",
            "A run continues without its terminal: with run --detach, with d in the wizard, and when "
                + "the wizard's terminal is closed. attach, show --follow and the wizard show it live to "
                + "any number of viewers; one of them can take control in the wizard: the working process "
                + "finishes the current steps, and the run is resumed there. Passwords and passphrases that "
                + "were entered are not passed to another process: such a run is parked, to be resumed.",
            "With --serial or --canary a run is done in batches, each tested before the next host is touched.",
            "runs prune deletes runs that ended more than --keep-days days ago (90) and have left no "
                + "change on any host: those rolled back, those with nothing to change, and those declined "
                + "or refused before any change, which could have been resumed until then. Never deleted "
                + "are runs whose changes stand, that failed or were interrupted, or have batches to come, "
                + "those that cannot be read, and of each runbook the newest that found nothing to change.",
        ]),
        ("INVENTORIES",
        [
            "A host has address, port, user, identity, identity_certificate, password_env, become "
                + "(sudo or none), jump and params. Missing ones come from defaults, then from ssh's own "
                + "configuration for that name.",
            "Host keys are always checked against known_hosts; an unknown or changed key is refused. "
                + "Secrets are never values of parameters: they are named (env:NAME, file:PATH), sent on "
                + "the shell's standard input, and removed from everything that is shown, logged or "
                + "journaled.",
        ]),
        ("CONNECTIONS",
        [
            "How to reach a host is asked of ssh itself (ssh -G): Match, Include, tokens, canonical "
                + "names and /etc/ssh count as they do for ssh. Ansible inventories are read by "
                + "ansible-inventory, with the operator's ansible.cfg, plugins and vault. If one of them is "
                + "not installed, static files are read without it, and what is ignored is reported.",
            "Supported are chains of ProxyJump, every ProxyCommand, HostKeyAlias, IdentityFile, "
                + "CertificateFile, IdentitiesOnly, IdentityAgent, keys on tokens through the agent, "
                + "AddressFamily, BindAddress, BindInterface, ConnectTimeout, ServerAliveInterval, known "
                + "hosts files, KnownHostsCommand, RevokedHostKeys, StrictHostKeyChecking accept-new, "
                + "algorithms, the authentication methods and their order, NumberOfPasswordPrompts and "
                + "BatchMode.",
            "An option that is not supported and would lead to another host or prevent the login is "
                + "an error that names it: ProxyUseFdpass, RemoteCommand and SessionType, or only unknown "
                + "authentication methods. Not followed, and reported in a note: StrictHostKeyChecking no, "
                + "NoHostAuthenticationForLocalhost, UpdateHostKeys ask. Further keys that a host announces "
                + "after the login (UpdateHostKeys) are not recorded.",
            "Passwords, passphrases and second factors are asked for on the terminal or in the "
                + "wizard, without echo, and once: a correct one is kept in memory until the program ends, "
                + "and is never stored. A wrong one is reported and asked for again. Where nobody can be "
                + "asked, an agent holds the key, or password_env names the variable that holds the "
                + "password.",
        ]),
        ("DIAGNOSIS",
        [
            "diagnose probes all hosts in parallel, read-only, from the lowest layer up: services, "
                + "underlay, firewall, switch, tunnels, Docker, containers, boot; then real packets on each "
                + "layer to every peer, small and full-size, and TCP. Causes come first, their consequences "
                + "below them. The expected state is taken from the newest run on these hosts, or from the "
                + "inventory. With a symptom, only the probes that matter to it run.",
            "--fix runs the repairs it names as a run like any other, then probes again. --bundle "
                + "packs all evidence, redacted, with an index.",
        ]),
        ("EXPORTS",
        [
            "--format sh writes one script per host, and all.sh, which runs them over ssh: sh "
                + "DIR/all.sh plan, apply, verify, rollback or status. --format ansible writes a playbook "
                + "and an inventory for ansible-core alone; markdown and html write the change document, or "
                + "with --run the report of a run.",
            "Equal plans give identical bytes. Secrets are asked for when an export is run; "
                + "--ask-sudo (Ansible: -K) asks for the sudo password. Files that a step copies are "
                + "contained in the scripts.",
        ]),
    ];
}
