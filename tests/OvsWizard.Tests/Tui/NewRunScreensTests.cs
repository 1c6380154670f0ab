using OvsWizard.Inventories;

namespace OvsWizard.Tests.Tui;

public sealed class NewRunScreensTests : IDisposable
{
    private NewRunSample sample = new();

    public void Dispose() => sample.Dispose();

    /// <summary>Another one than usual.</summary>
    private void Use(NewRunSample other)
    {
        sample.Dispose();
        sample = other;
    }

    private Headless Hosts() => sample.Hosts(80, 24, Language.English);

    private Headless Ready(int columns = 80, int rows = 24, Language language = Language.English) =>
        sample.Ready(columns, rows, language);

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Hosts_with_one_that_is_down_and_one_that_is_new(int columns, int rows, Language language)
    {
        sample.Unknown.Add("docker02");
        sample.Down.Add("docker03");
        using var wizard = Ready(columns, rows, language).Keys("↓");
        Golden.Check(wizard, "hosts");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_ready_host_tells_what_it_is(int columns, int rows, Language language)
    {
        using var wizard = Ready(columns, rows, language);
        Golden.Check(wizard, "hosts-ready");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_key_is_shown_before_it_is_accepted(int columns, int rows, Language language)
    {
        sample.Unknown.Add("docker01");
        using var wizard = Ready(columns, rows, language).Keys("k");
        Golden.Check(wizard, "hosts-key", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_host_is_typed_in(int columns, int rows, Language language)
    {
        using var wizard = Ready(columns, rows, language).Keys("a").Type("docker01").Keys("Enter");
        Golden.Check(wizard, "host-entry");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Parameters_are_filled_with_what_was_found(int columns, int rows, Language language)
    {
        using var wizard = Ready(columns, rows, language).Keys("Enter");
        Golden.Check(wizard, "parameters");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_refused_value_says_why(int columns, int rows, Language language)
    {
        using var wizard = Ready(columns, rows, language).Keys("Enter", "→", "↓", "e", "Backspace", "Backspace",
            "Backspace", "Backspace", "Backspace", "Backspace").Type("1.1/24").Keys("Enter");
        Golden.Check(wizard, "parameters-refused");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void The_network_is_drawn(int columns, int rows, Language language)
    {
        using var wizard = Ready(columns, rows, language).Keys("Enter", "Enter");
        Golden.Check(wizard.Until(() => wizard.Wizard.Top is OvsWizard.Tui.Screens.TopologyScreen), "topology");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_file_of_the_plan_is_a_difference_to_what_is_there(int columns, int rows, Language language)
    {
        using var wizard = Ready(Golden.WideColumns, Golden.WideRows, language).Keys("Enter", "Enter").WaitFor("┌")
            .Keys("Enter").WaitFor("docker03: ").Resize(columns, rows).Keys("↓", "↓", "↓", "↓", "→");
        Golden.Check(wizard, "plan", mayCut: true);
    }

    [Theory]
    [InlineData("s", "all.sh")]
    [InlineData("a", "apply.yml")]
    [InlineData("d", "change.md")]
    [InlineData("h", "change.html")]
    public void A_plan_is_taken_away(string key, string file)
    {
        var folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;
        using var wizard = Ready().Keys("Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("docker03: ").Keys("x");
        Assert.Contains("Esc back", wizard.Screen.Split("document (HTML)")[1]);
        wizard.Keys(key, "Ctrl+A", "Delete").Type(folder).Keys("Enter").WaitFor("written to");

        Assert.True(File.Exists(Path.Combine(folder, file)));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Enter_leads_from_the_hosts_to_the_run()
    {
        using var wizard = Ready().Keys("Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("docker03: ")
            .Keys("Enter");

        Assert.Same(sample.Run, sample.Started);
        Assert.Null(sample.Run.Request.Limit);
        Assert.Equal(["172.16.100.128", "172.16.100.129", "172.16.100.130"],
            sample.Run.Plan!.Hosts.Select(h => h.Values["underlay_ip"]));
        Assert.Contains(sample.Run.Request.Answers,
            a => a is { Host: "docker02", Name: "container_subnet", Value: "10.0.2.1/24" });
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Plan_in_batches(int columns, int rows, Language language)
    {
        Use(new NewRunSample(8));
        using var wizard = Ready(Golden.WideColumns, Golden.WideRows, language).Keys("Enter", "Enter").WaitFor(" 7 ")
            .Keys("Enter").WaitFor("docker02: ").Resize(columns, rows);

        Golden.Check(wizard.Keys("s").Type("1,3"), "plan-batches-asked");
        Golden.Check(wizard.Keys("Enter", "→", "→", "c"), "plan-batches");
        Assert.Equal([["docker01", "docker03"], ["docker01", "docker02", "docker03"], ["docker01",
            "docker02", "docker03", "docker04", "docker05", "docker06"], sample.Run.Hosts.Select(h => h.Name)],
            sample.Run.InBatches!.Left);
    }

    [Fact]
    public void Batches_are_taken_back_by_the_same_keys_and_nonsense_is_refused()
    {
        using var wizard = Ready().Keys("Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("docker03: ").Keys("c");
        Assert.Equal([2, 1], sample.Run.InBatches!.Sizes);
        Assert.Null(wizard.Keys("c").WaitFor("start the run").Wizard.UnderWay());
        Assert.Null(sample.Run.InBatches);

        wizard.Keys("s").Type("1,x").Keys("Enter").WaitFor("'x' is not a valid batch size").Keys("Esc");
        Assert.Null(sample.Run.InBatches);
        Assert.Contains("that is one batch of all hosts: vxlan-overlay needs at least 2",
            wizard.Keys("s").Type("3").Keys("Enter").Screen, StringComparison.Ordinal);
        Assert.Null(sample.Run.InBatches);
    }

    [Fact]
    public void Where_every_step_holds_already_the_plan_says_so_and_nothing_of_interruptions()
    {
        Use(new NewRunSample { HoldsAll = true });
        using var wizard = Ready().Keys("Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("No changes.");
        Assert.DoesNotContain("Docker restarts", wizard.Screen.Split("preflight")[0], StringComparison.Ordinal);
        Assert.True(sample.Run.Preview!.HasNoChanges);
    }

    [Fact]
    public void Batches_are_kept_while_the_hosts_stay()
    {
        using var wizard = Ready().Keys("Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("docker03: ")
            .Keys("c", "Esc", "Esc", "Esc", "Enter", "Enter").WaitFor("┌").Keys("Enter").WaitFor("docker03: ");
        Assert.Equal("docker01", sample.Run.Canary);
        wizard.Keys("Esc", "Esc", "Esc", "End", "↑", "d", "Enter", "Enter").WaitFor("┌").Keys("Enter")
            .WaitFor("to change");
        Assert.Null(sample.Run.Canary);
    }

    [Fact]
    public void Columns_fill_in_as_the_hosts_answer()
    {
        Use(new NewRunSample { Waits = true });
        using var wizard = Hosts().WaitFor("checking");
        Assert.Contains("3 hosts are still being checked", wizard.Keys("Enter").Screen, StringComparison.Ordinal);

        sample.Answer();
        wizard.WaitFor("ready");
    }

    [Fact]
    public void A_host_that_is_down_keeps_the_run_back_until_it_is_left_out()
    {
        sample.Down.Add("docker03");
        using var wizard = Ready().Keys("Enter");
        Assert.Contains("docker03 is not ready: fix it and press t, or leave it out with d", wizard.Screen,
            StringComparison.Ordinal);

        wizard.Keys("End", "↑", "d", "Enter").WaitFor("underlay_ip");
        Assert.Equal(["docker01", "docker02"], sample.Run.Request.Limit!);
    }

    [Fact]
    public void An_unknown_key_is_accepted_only_by_its_own_key()
    {
        sample.Unknown.Add("docker01");
        using var wizard = Ready();
        wizard.Keys("k", "Enter");
        Assert.False(File.Exists(Path.Combine(sample.User.Home, ".ssh/known_hosts")));

        wizard.Keys("k", "y").WaitFor("docker01  ✔      ✔    ✔      ✔");
        Assert.Contains(" ssh-ed25519 AAAA", File.ReadAllText(Path.Combine(sample.User.Home, ".ssh/known_hosts")),
            StringComparison.Ordinal);
        wizard.Keys("Enter").WaitFor("underlay_ip");
    }

    [Fact]
    public void K_says_that_there_is_no_key_to_accept()
    {
        using var wizard = Ready().Keys("k");
        Assert.Contains("there is no unknown key to accept", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_typed_host_is_looked_at_and_the_inventory_written_before_the_run_goes_on()
    {
        using var wizard = Ready().Keys("a").Type("docker09").Keys("↓").Type("192.168.130.9").Keys("↓").Type("root")
            .Keys("Enter").WaitFor("docker09  ✔      ✔    ✔      ✔");
        Assert.Contains("docker09", sample.Tested);

        wizard.Keys("Enter").WaitFor("Write the inventory").Keys("Enter").WaitFor("underlay_ip");
        var written = Inventory.Load(sample.Run.InventoryPath, sample.User);
        Assert.Equal(["docker01", "docker02", "docker03", "docker09"], written.Hosts.Select(h => h.Name));
    }

    [Fact]
    public void An_inventory_that_is_there_is_not_replaced_by_Enter()
    {
        File.WriteAllText(sample.Run.InventoryPath, "# mine");
        using var wizard = Ready().Keys("w", "Enter").WaitFor("Replace it?").Keys("Enter");
        Assert.Equal("# mine", File.ReadAllText(sample.Run.InventoryPath));

        wizard.Keys("w", "Enter").WaitFor("Replace it?").Keys("r");
        Assert.Contains("docker01", File.ReadAllText(sample.Run.InventoryPath), StringComparison.Ordinal);
        Assert.Equal("# mine", File.ReadAllText(sample.Run.InventoryPath + ".old"));
    }

    [Fact]
    public void Esc_puts_an_edited_value_back()
    {
        using var wizard = Ready().Keys("Enter", "e").Type("9");
        Assert.Contains("underlay_ip must be an address", wizard.Screen, StringComparison.Ordinal);

        Assert.Contains("Esc again discards", wizard.Keys("Esc").Screen, StringComparison.Ordinal);
        wizard.Keys("Esc");
        Assert.True(sample.Run.Form!.IsValid);
        Assert.Equal("172.16.100.128", sample.Run.Form["underlay_ip", "docker01"].Text);
    }

    [Fact]
    public void Space_goes_through_the_choices_and_r_takes_it_back()
    {
        using var wizard = Ready().Keys("Enter", "Tab", "↓", "↓", "↓", "Space");
        Assert.Equal("gre", sample.Run.Form!["tunnel_type", null].Text);

        wizard.Keys("r");
        Assert.Equal("vxlan", sample.Run.Form["tunnel_type", null].Text);
    }

    [Fact]
    public void A_form_with_a_refused_value_does_not_go_on()
    {
        using var wizard = Ready().Keys("Enter", "e", "Backspace", "Backspace", "Backspace").Type("999")
            .Keys("Enter", "Enter");
        Assert.Contains("docker01: underlay_ip must be an address such as 10.0.1.1, not", wizard.Screen,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pasted_escapes_stay_out_of_a_value()
    {
        using var wizard = Ready().Keys("Enter", "Tab", "↓", "e").Paste("\u001b[31mx\a");
        Assert.Equal("ovsBridge0[31mx", sample.Run.Form!["bridge", null].Text);
    }

    [Fact]
    public void The_mouse_selects_a_host_and_presses_a_key()
    {
        using var wizard = Ready().Click("docker02").Click("leave out");
        Assert.Equal(["docker01", "docker03"], sample.Run.Hosts.Select(h => h.Name));
    }
}
