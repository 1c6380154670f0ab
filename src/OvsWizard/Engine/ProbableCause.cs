using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>What a host's own words say about a step that failed in a way its runbook does not explain.</summary>
public static class ProbableCause
{
    /// <summary>
    /// The words as the C library, systemd, Docker, Open vSwitch and the package managers print them (LC_ALL=C); the
    /// first that is found holds.
    /// </summary>
    private static readonly IReadOnlyList<(string[] Words, Explanation Explanation)> Known =
    [
        (["Read-only file system"], new(
            new Text("A file system of this host is mounted read-only; the kernel does that after a disk error.",
                "这台主机的某个文件系统为只读挂载；磁盘出错后内核会这样做。"),
            new Text("See why (dmesg, findmnt), make it writable again, then retry.",
                "请查明原因（dmesg、findmnt），恢复可写后重试。"))),
        (["No space left on device", "Disk quota exceeded"], new(
            new Text("A file system of this host is full, or has no inode left.", "这台主机的某个文件系统已满，或 inode 已用尽。"),
            new Text("Free some (df -h, df -i), then retry.", "请腾出空间（df -h、df -i）后重试。"))),
        (["Input/output error", "Structure needs cleaning"], new(
            new Text("A disk of this host reports errors.", "这台主机的磁盘报错。"),
            new Text("Check dmesg before anything else is changed on it.", "在继续更改之前，请先查看 dmesg。"))),
        (["Cannot allocate memory", "Out of memory"], new(
            new Text("This host has run out of memory.", "这台主机的内存已耗尽。"),
            new Text("Free some (free -m, dmesg), then retry.", "请释放内存（free -m、dmesg）后重试。"))),
        (["Could not get lock", "Unable to acquire the dpkg frontend lock", "holding the yum lock",
            "Failed to obtain the transaction lock"], new(
                new Text("Another package manager is at work on this host.", "这台主机上另有软件包管理程序正在运行。"),
                new Text("Wait until it is done (ps -e | grep -e apt -e dnf -e yum), then retry.",
                    "请等它结束（ps -e | grep -e apt -e dnf -e yum）后重试。"))),
        (["Temporary failure resolving", "Could not resolve host", "Temporary failure in name resolution"], new(
            new Text("This host cannot resolve names.", "这台主机无法解析域名。"),
            new Text("Check /etc/resolv.conf and the route to the name server, then retry.",
                "请检查 /etc/resolv.conf 以及到域名服务器的路径，然后重试。"))),
        (["holding the xtables lock"], new(
            new Text("Another program is changing the firewall's rules just now.", "另有程序正在修改防火墙规则。"),
            new Text("Retry; if it persists, find the holder: fuser /run/xtables.lock",
                "请重试；若一直如此，请查找它：fuser /run/xtables.lock"))),
        (["database connection failed"], new(
            new Text("Open vSwitch's database does not answer: ovsdb-server is not running.",
                "Open vSwitch 的数据库没有应答：ovsdb-server 没有运行。"),
            new Text(
                "Start it: systemctl start openvswitch (RHEL family) or openvswitch-switch (Debian family), then retry.",
                "请启动它：systemctl start openvswitch（RHEL 系）或 openvswitch-switch（Debian 系），然后重试。"))),
        (["Cannot connect to the Docker daemon"], new(
            new Text("Docker is not running.", "Docker 没有运行。"),
            new Text("Start it (systemctl start docker), see journalctl -u docker, then retry.",
                "请启动它（systemctl start docker）并查看 journalctl -u docker，然后重试。"))),
        (["See \"systemctl status", "A dependency job for"], new(
            new Text("A service did not start; its name is below.", "有服务未能启动，名称见下。"),
            new Text("Read its log (journalctl -u NAME), fix the reported problem, then retry.",
                "请查看其日志（journalctl -u 名称），排除所报的问题后重试。"))),
        (["Cannot find device", "does not exist in device"], new(
            new Text("An interface that the step needs is gone.", "该步骤所需的网络接口已不存在。"),
            new Text("Compare with ip -br link; where it was renamed or pulled, put that right, then retry.",
                "请对照 ip -br link；若接口被改名或拔出，请恢复后重试。"))),
        (["Device or resource busy"], new(
            new Text("What the step wants to change is in use by something else.", "该步骤要更改的对象正被其他程序占用。"),
            new Text("See what holds it (ip -d link, lsof), then retry.", "请查明占用者（ip -d link、lsof）后重试。"))),
        (["Operation not permitted", "Permission denied"], new(
            new Text(
                "Even root was refused: a file that is immutable (lsattr), SELinux, or a host that is itself a container.",
                "连 root 也被拒绝：文件带不可变属性（lsattr）、SELinux，或主机本身是容器。"),
            new Text("Check lsattr, ausearch -m avc and dmesg, then retry.",
                "请查看 lsattr、ausearch -m avc 和 dmesg，然后重试。"))),
        ([": not found", "command not found"], new(
            new Text("A program that the step needs is not on this host; its name is below.", "这台主机缺少该步骤所需的程序，名称见下。"),
            new Text("Install it, then retry.", "请安装后重试。"))),
    ];

    /// <param name="output">The end of what the step printed on the host.</param>
    /// <returns>Null where nothing known is in it.</returns>
    public static Explanation? Of(string output) =>
        Known.Where(k => k.Words.Any(w => output.Contains(w, StringComparison.Ordinal))).Select(k => k.Explanation)
            .FirstOrDefault();
}
