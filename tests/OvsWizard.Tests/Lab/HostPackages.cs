using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Packages for a practice host, which reaches no archive: apt works out here what the host lacks, and it is carried
/// there.
/// </summary>
internal static class HostPackages
{
    /// <param name="folder">A folder of the test's own on this machine.</param>
    /// <param name="names">Debian's names, with blanks between them.</param>
    public static async Task InstallAsync(LabFixture lab, string host, string folder, string names)
    {
        var status = Path.Combine(folder, "status");
        var archives = Path.Combine(folder, "archives");
        await File.WriteAllTextAsync(status, await lab.OnAsync(host, "cat /var/lib/dpkg/status"));
        await HostProgram.RunAsync("sh", ["-ec", $"""
            mkdir -p {archives}/partial
            apt-get -q -y -d --no-install-recommends -o Dir::State::status={status} -o Dir::Cache::archives={archives} -o Debug::NoLocking=true install {names}
            tar -C {archives} --exclude partial --exclude lock -cf {folder}/archives.tar .
            {PublishedBinary.Path} lab --name {lab.Name} ssh {host} -- 'mkdir /root/debs; tar -xf - -C /root/debs' <{folder}/archives.tar
            """]);
        await lab.OnAsync(host,
            "cd /root/debs; export DEBIAN_FRONTEND=noninteractive; dpkg --force-unsafe-io --force-confold -i *.deb >/root/dpkg.log 2>&1 || dpkg --configure -a; rm -rf /root/debs");
    }
}
