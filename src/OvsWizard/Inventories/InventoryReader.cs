using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>Reads an inventory, however it is written.</summary>
internal static class InventoryReader
{
    /// <param name="config">The ssh configuration in use; where the inventory is one, that.</param>
    /// <param name="files">Variables beside an Ansible inventory.</param>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static InventoryDraft Read(string text, string file, InventoryFormat format, SshConfig config, AnsibleFiles files) => format switch
    {
        InventoryFormat.AnsibleIni => AnsibleIni.Read(text, file).ToDraft(format, files),
        InventoryFormat.AnsibleYaml => AnsibleYaml.Read(YamlFile.Parse(text, file), file).ToDraft(format, files),
        InventoryFormat.Csv => CsvInventory.Read(text, file),
        InventoryFormat.SshConfig => OfSshConfig(config, file),
        _ => InventoryYaml.Read(YamlFile.Parse(text, file), file),
    };

    /// <summary>Every name without wildcards is a host, all of whose settings come from the configuration itself.</summary>
    private static InventoryDraft OfSshConfig(SshConfig config, string file)
    {
        var names = config.PlacedNames;
        var hosts = names.Where(n => HostName.IsValid(n.Value)).Select(n => new HostDraft(n.Value, n.At)).ToList();
        return hosts.Count == 0
            ? throw new Failure(FailureKind.Input, $"the ssh configuration names no host", $"patterns such as '*' are none", at: new SourceLocation(file, 1, 1))
            : new InventoryDraft(new HostDraft("defaults", new SourceLocation(file)), hosts, new Dictionary<string, ParameterValue>(), file)
            {
                Format = InventoryFormat.SshConfig,
                Warnings = [.. names.Where(n => !HostName.IsValid(n.Value)).Select(n => (FormattableString)$"{n.At}: '{n.Value}' cannot be the name of a host; passed over")],
            };
    }
}
