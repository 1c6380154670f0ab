using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>
/// Which parts of a step belong together, so that nothing changes a host that cannot be checked and undone.
/// </summary>
internal static class StepRules
{
    public static void Check(Step step, YamlMapping mapping)
    {
        Refuse(step.Kind is not StepKind.File, "file", "belongs to 'kind: file'");
        Refuse(step.Kind is not StepKind.Confirm, "prompt", "belongs to 'kind: confirm'");
        Refuse(step.Kind is not StepKind.Send, "send", "belongs to 'kind: send'");
        Refuse(step.Kind is not StepKind.Fetch, "fetch", "belongs to 'kind: fetch'");
        Refuse(step.Place is not StepPlace.OneHost, "on", "belongs to 'where: one-host'");
        Require(step.Place is StepPlace.OneHost, $"on", "it runs on one host and must say which");
        switch (step.Kind)
        {
            case StepKind.Command when step.Do is null:
                Require(true, "verify", "it has no 'do', so it must assert something");
                foreach (var key in (string[])["check", "keep", "undo", "irreversible"])
                    Refuse(true, key, "has no place in a step without 'do'");
                break;
            case StepKind.Command:
                Require(true, "check", "it changes something and must know whether that is already so");
                if (step.Keep is null && step.Undo is null == step.Irreversible is null)
                    throw mapping.Wrong($"step '{step.Id}' must have either 'keep' or 'undo', or 'irreversible'",
                        $"it changes something", $"write how to undo it, or why that is impossible");
                Refuse(step.Irreversible is not null, "keep", "has no place beside 'irreversible'");
                break;
            case StepKind.File:
                Require(true, "file", "its kind is file");
                foreach (var key in (string[])["do", "irreversible"])
                    Refuse(true, key, "has no place in a file step: the file is written and put back by itself");
                break;
            case StepKind.Send or StepKind.Fetch:
                Require(true, step.Kind is StepKind.Send ? "send" : "fetch",
                    "it must say which files travel, and where to");
                foreach (var key in (string[])["check", "keep", "do", "verify", "undo", "irreversible"]) Refuse(true,
                    key,
                    "has no place in a step that carries files: they are compared, kept and put back by themselves");
                break;
            case StepKind.Confirm:
                Require(true, "prompt", "its kind is confirm");
                foreach (var key in (string[])["keep", "do", "verify", "undo", "irreversible"])
                    Refuse(true, key, "has no place in a step that the operator does");
                break;
            case StepKind.Reboot:
                Require(true, "verify", "it must say how to see that the host is well again");
                foreach (var key in (string[])["check", "keep", "do", "undo", "irreversible"])
                    Refuse(true, key, "has no place in a reboot: the host comes back as it is");
                break;
        }
        if (step.IsPreflight && !step.OnlyAsserts)
            throw mapping.Wrong($"step '{step.Id}' is a preflight step and may change nothing",
                now: $"keep only 'verify', or remove 'preflight'");

        Refuse(step.IsIndependent
            && (step.OnlyAsserts || step.AfterPeers || step.Kind is not (StepKind.Command or StepKind.File)),
            "independent", "is for a command or file step that changes something and waits for nobody");

        void Refuse(bool applies, string key, string why)
        {
            if (applies && mapping.Find(key) is { } node)
                throw node.Wrong($"step '{step.Id}': '{key}' {why}", now: $"remove it");
        }

        void Require(bool applies, string key, string why)
        {
            if (applies && mapping.Find(key) is null)
                throw mapping.Wrong($"step '{step.Id}' has no '{key}'", $"{why}", $"add '{key}:'");
        }
    }
}
