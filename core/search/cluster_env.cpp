#include "search/cluster_env.h"

#include <array>
#include <charconv>

namespace maker::search {

namespace {

/// How one scheduler names its tasks.
struct Engine {
    std::string_view name;
    std::string_view index;
    std::string_view first; ///< variable with the least index; empty: `base`
    std::uint64_t base = 0;
    std::string_view count; ///< variable with the number of tasks; empty: none
    std::string_view step;  ///< variable with the distance of two indices; empty: 1
};

constexpr std::array kEngines{
    Engine{"slurm", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", 0, "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_STEP"},
    Engine{"aws-batch", "AWS_BATCH_JOB_ARRAY_INDEX", "", 0, "AWS_BATCH_JOB_ARRAY_SIZE", ""},
    Engine{"kubernetes", "JOB_COMPLETION_INDEX", "", 0, "", ""},
    Engine{"htcondor", "MAKERDESK_SHARD", "", 0, "", ""},
    Engine{"parallel", "PARALLEL_SEQ", "", 1, "", ""},
    Engine{"sge", "SGE_TASK_ID", "SGE_TASK_FIRST", 1, "", "SGE_TASK_STEPSIZE"},
    Engine{"pbs", "PBS_ARRAY_INDEX", "", 0, "", ""},
    Engine{"lsf", "LSB_JOBINDEX", "", 1, "", ""},
    Engine{"google-batch", "BATCH_TASK_INDEX", "", 0, "BATCH_TASK_COUNT", ""},
    Engine{"cloud-run", "CLOUD_RUN_TASK_INDEX", "", 0, "CLOUD_RUN_TASK_COUNT", ""},
    Engine{"open-mpi", "OMPI_COMM_WORLD_RANK", "", 0, "OMPI_COMM_WORLD_SIZE", ""},
    Engine{"mpi", "PMI_RANK", "", 0, "PMI_SIZE", ""},
};

Result<std::uint64_t> numberOf(const Environment& environment, std::string_view name)
{
    const std::string text = environment(name);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return fail(ErrorCode::InvalidArgument, std::string(name) + " is \"" + text + "\", which is no whole number.");
    return number;
}

/// The value of a variable that may be missing.
Result<std::uint64_t> numberOr(const Environment& environment, std::string_view name, std::uint64_t otherwise)
{
    if (name.empty() || environment(name).empty())
        return otherwise;
    return numberOf(environment, name);
}

/// Grid Engine says so where a job is no array; LSF says 0.
bool isTask(const Engine& engine, const std::string& value)
{
    return !value.empty() && value != "undefined" && !(engine.name == "lsf" && value == "0");
}

Result<Shard> read(const Environment& environment, const Engine& engine)
{
    const auto index = numberOf(environment, engine.index);
    const auto first = numberOr(environment, engine.first, engine.base);
    const auto count = numberOr(environment, engine.count, 0);
    const auto step = numberOr(environment, engine.step, 1);
    for (const auto* number : {&index, &first, &count, &step}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    if (*index < *first || *step == 0)
        return fail(ErrorCode::InvalidArgument, std::string(engine.index) + " lies before the first task.");
    return Shard{(*index - *first) / *step, *count};
}

} // namespace

std::string engineNames()
{
    std::string names;
    for (const Engine& engine : kEngines)
        names += (names.empty() ? "" : ", ") + std::string(engine.name);
    return names;
}

Result<std::optional<Shard>> shardFromEnvironment(const Environment& environment, std::string_view engine)
{
    const Engine* found = nullptr;
    for (const Engine& candidate : kEngines) {
        if ((!engine.empty() && candidate.name != engine) || !isTask(candidate, environment(candidate.index)))
            continue;
        if (found != nullptr) {
            return fail(ErrorCode::InvalidArgument, "Both " + std::string(found->index) + " and " + std::string(candidate.index)
                    + " are set: say with --engine which one counts (" + engineNames() + ").");
        }
        found = &candidate;
    }
    if (found == nullptr && !engine.empty())
        return fail(ErrorCode::InvalidArgument, "The engine " + std::string(engine) + " has set no task index.");
    if (found == nullptr)
        return std::optional<Shard>();
    auto shard = read(environment, *found);
    if (!shard)
        return tl::unexpected(shard.error());
    return std::optional(*shard);
}

} // namespace maker::search
