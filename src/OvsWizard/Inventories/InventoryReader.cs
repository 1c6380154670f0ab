using System.Globalization;
using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>
/// Reads inventories, however they are written. Those of Ansible are read by Ansible itself where it is installed.
/// </summary>
internal static class InventoryReader
{
    private const string LibraryMagic = "\u007fELF";

    /// <summary>All sources together, and the ssh configuration that they are reached by.</summary>
    /// <exception cref="Failure">Input, with file:line:column where there is one.</exception>
    public static (InventoryDraft Draft, SshConfig Config) Read(IReadOnlyList<string> sources, LocalUser user)
    {
        var read = sources.Select(s => (Source: s, Format: FormatOf(s))).ToList();
        var theirs = read.Where(s => InventoryFormats.IsAnsible(s.Format)).ToList();
        var configs = read.Where(s => s.Format is InventoryFormat.SshConfig).ToList();
        if (configs.Count > 0 && read.Count > 1)
            throw new Failure(FailureKind.Input,
                $"an ssh configuration cannot be read together with other inventories", $"'{configs[0].Source}' is one",
                $"give it alone, or let the other inventory use it: ssh_args: -F FILE, ansible_ssh_common_args='-F FILE'");
        var config = configs.Count > 0 ? SshConfig.Load(configs[0].Source, user) : SshConfig.Load(user);
        var drafts = read.Except(theirs)
            .Select(s => Read(TextOf(s.Source), s.Source, s.Format, config, AnsibleFiles.Beside(s.Source))).ToList();
        if (theirs.Count > 0) drafts.Insert(0, Ansible.IsInstalled ? ByAnsible(theirs) : ByOurselves(theirs));
        return (InventoryDraft.Merge(drafts), config);
    }

    /// <param name="config">The ssh configuration in use; where the inventory is one, that.</param>
    /// <param name="files">Variables beside an Ansible inventory.</param>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static InventoryDraft Read(string text, string file, InventoryFormat format, SshConfig config,
        AnsibleFiles files) => format switch
    {
        InventoryFormat.AnsibleIni or InventoryFormat.AnsibleYaml or InventoryFormat.Ansible =>
            Add(text, file, format, new AnsibleInventory(file)).ToDraft(format, files),
        InventoryFormat.Csv => CsvInventory.Read(text, file),
        InventoryFormat.SshConfig => SshConfigInventory.Read(config, file),
        _ => InventoryYaml.Read(YamlFile.Parse(text, file), file),
    };

    private static InventoryFormat FormatOf(string source) =>
        InventorySources.IsHostList(source) || Directory.Exists(source) ? InventoryFormat.Ansible
            : InventoryFormats.Of(TextOf(source), source);

    private static InventoryDraft ByAnsible(List<(string Source, InventoryFormat Format)> sources)
    {
        var ansible = new Ansible([.. sources.Select(s => s.Source)]);
        var settings = Task.Run(Ansible.Settings);
        var (listing, warnings) = ansible.List();
        var at = new SourceLocation(sources[0].Source);
        var inventory = AnsibleListing.Read(listing, at);
        inventory.Warnings.AddRange(warnings);
        if (inventory.IsEmpty)
            throw new Failure(FailureKind.Input, $"the inventory names no host",
                WhyEmpty(inventory.Warnings, sources[0].Source),
                $"see what Ansible says: ansible-inventory -i {sources[0].Source} --list", at: at);
        var format = sources.Select(s => s.Format).Distinct().Count() == 1 ? sources[0].Format
            : InventoryFormat.Ansible;
        return inventory.ToDraft(format, AnsibleFiles.None,
            new AnsibleEvaluation(settings.GetAwaiter().GetResult(), ansible.Evaluate));
    }

    /// <summary>
    /// Of what every plugin complained of, what the one says that the file was written for: INI is tried last.
    /// </summary>
    private static FormattableString? WhyEmpty(List<FormattableString> warnings, string source)
    {
        return (Path.GetExtension(source) is ".yml" or ".yaml" ? Last("with yaml plugin") : null) ?? Last(" plugin: ")
            ?? warnings.LastOrDefault();

        FormattableString? Last(string word) =>
            warnings.FindLast(w => w.ToString(CultureInfo.InvariantCulture).Contains(word, StringComparison.Ordinal));
    }

    /// <summary>Static files, in folders too; what a program or a plugin would say remains unknown.</summary>
    internal static InventoryDraft ByOurselves(List<(string Source, InventoryFormat Format)> sources)
    {
        var all = new AnsibleInventory(sources[0].Source);
        foreach (var (source, _) in sources)
            if (InventorySources.IsHostList(source)) AnsibleIni.Add(source.Replace(',', '\n'), source, all);
            else
                foreach (var file in Files(source)) Add(TextOf(file), file, FormatOf(file), all);
        return all.ToDraft(sources.Count == 1 ? sources[0].Format : InventoryFormat.Ansible,
            AnsibleFiles.Beside([.. sources.Select(s => s.Source).Where(s => !InventorySources.IsHostList(s))]));
    }

    private static AnsibleInventory Add(string text, string file, InventoryFormat format, AnsibleInventory to)
    {
        switch (format)
        {
            case InventoryFormat.AnsibleIni: AnsibleIni.Add(text, file, to); break;
            case InventoryFormat.AnsibleYaml: AnsibleYaml.Add(YamlFile.Parse(text, file), to); break;
            default: throw InventoryFormats.OnlyAnsible(text, file);
        }
        return to;
    }

    /// <summary>Those that Ansible would read in a folder.</summary>
    private static IEnumerable<string> Files(string source)
    {
        string[] no = [".pyc", ".pyo", ".swp", ".bak", ".rpm", ".md", ".txt", ".rst", ".orig", ".ini", ".cfg",
            ".retry"];
        if (!Directory.Exists(source)) return [source];
        return Directory.EnumerateFileSystemEntries(source).Order(StringComparer.Ordinal)
            .Where(e => Path.GetFileName(e) is not (['.', ..] or [.., '~'] or "group_vars" or "host_vars")
                && !no.Contains(Path.GetExtension(e)))
            .SelectMany(Files);
    }

    private static string TextOf(string path)
    {
        try
        {
            // A compiled program is an inventory, too: it is run, not read.
            return IsLibrary(path) ? LibraryMagic : TextFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}",
                $"check the path and its permissions", cause: e);
        }
    }

    private static bool IsLibrary(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[4];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length
            && begin.SequenceEqual("\u007fELF"u8);
    }
}
